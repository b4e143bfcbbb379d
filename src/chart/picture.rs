//! A chart with nothing around it: title, sentence, scene and note under each other.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend};
use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

use super::pen::{LINE, Pen, estimated, fit};
use super::{Error, Palette, Theme, draw, failed};
use crate::market::ChartData;

/// A chart laid out with its texts, in px of a theme whose device pixel ratio is 1.
///
/// Room is left for the letters of a wide font, so that the same data and theme give the same picture wherever it is drawn.
pub(super) struct Picture<'a> {
    data: &'a ChartData,
    theme: Theme,
    palette: Palette,
    head: Vec<Block>,
    foot: Block,
    margin: i32,
    /// Above the scene.
    above: i32,
    size: (i32, i32),
}

impl<'a> Picture<'a> {
    /// Lays out `data`; [`Theme::height`] is that of the scene, texts and margins come on top.
    pub fn new(data: &'a ChartData, theme: Theme) -> Result<Self, Error> {
        theme.check()?;
        let palette = theme.palette()?;
        let em = theme.font_size;
        let width = theme.width.round() as i32;
        let margin = (em.round() as i32).min(width / 4);
        let block = |text: &str, em: f64, bold, colour| Block::new(text, em, bold, colour, width - 2 * margin);
        let mut head = vec![block(&data.title, (em * 1.25).round(), true, palette.text)];
        if !data.rows.is_empty() {
            head.push(block(&data.sentence, em, false, palette.text));
        }
        let foot = block(&data.note, (em * 0.85).round(), false, palette.muted);
        let above = margin + head.iter().map(|b| b.height + margin / 2).sum::<i32>();
        let height = above + theme.height.round() as i32 + margin / 2 + foot.height + margin;
        Ok(Self { data, theme, palette, head, foot, margin, above, size: (width, height) })
    }

    /// Width and height.
    pub fn size(&self) -> (u32, u32) {
        (self.size.0 as u32, self.size.1 as u32)
    }

    /// Draws everything on an area of [`Picture::size`].
    pub fn draw<DB: DrawingBackend>(&self, root: &DrawingArea<DB, Shift>) -> Result<(), Error> {
        let Self { margin, above, .. } = *self;
        let pen = Pen::new(root, &self.theme.font_family, self.theme.font_size);
        pen.rect((0, 0), self.size, self.palette.background)?;
        let mut top = margin;
        for block in &self.head {
            block.write(&pen, margin, top)?;
            top += block.height + margin / 2;
        }
        let bottom = above + self.theme.height.round() as i32;
        draw(&root.margin(above, self.size.1 - bottom, margin, margin), self.data, &self.theme)?;
        self.foot.write(&pen, margin, bottom + margin / 2)?;
        root.present().map_err(failed)
    }
}

/// A text on lines of its own.
struct Block {
    lines: Vec<String>,
    em: f64,
    bold: bool,
    colour: RGBColor,
    height: i32,
}

impl Block {
    fn new(text: &str, em: f64, bold: bool, colour: RGBColor, room: i32) -> Self {
        // Letters get smaller rather than a word cut.
        let longest = text.split_whitespace().map(|word| estimated(word, em, bold)).max().unwrap_or(1);
        let em = em * (f64::from(room.max(1)) / f64::from(longest)).min(1.0);
        let Ok(lines) = fit(text, room, usize::MAX, &|t| Ok::<_, Infallible>(estimated(t, em, bold)));
        let height = (lines.len() as f64 * LINE * em).round() as i32;
        Self { lines, em, bold, colour, height }
    }

    fn write(&self, pen: &Pen<'_>, x: i32, top: i32) -> Result<(), Error> {
        pen.sized(self.em).lines(&self.lines, self.bold, self.colour, (x, HPos::Left), top + self.height / 2)
    }
}
