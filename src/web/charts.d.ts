/** What is asked of a measure. */
export interface Asked {
  kind: ChartKind;
  lang?: Lang;
  /** The filters of the query that the cubes were counted with. */
  filters?: Partial<Record<FacetKey, string[]>>;
  /** What to count, people wanted where left out. */
  counted?: "openings" | "ads";
  /** Days since 1970-01-01. */
  today?: number;
  /** Pay the visitor hopes for, IDR a month; drawn, and nothing else is done with it. */
  wish?: number | null;
}

/** A change of a person's own, and the people wanted in vacancies that are `almost` or better before and after it. */
export interface Change { label: string; before: number; after: number }

export interface ChartTheme {
  /** Width and height in CSS px. */
  width: number;
  height: number;
  devicePixelRatio: number;
  /** CSS font family and size in px. */
  fontFamily: string;
  fontSize: number;
  /** CSS colours, `#rrggbb`. */
  text: string;
  muted: string;
  bar: string;
  highlight: string;
  background: string;
  /** Keys drawn highlighted. */
  selected?: string[];
}

/**
 * A drawn value, in CSS px, with the indices of its row and series; in the order of the rows. On a map it is the label of
 * a province, and `shape` the province: rings of x and y in turn, the last point joined to the first.
 */
export interface ChartMark { row: number; series: number; x: number; y: number; width: number; height: number; shape?: number[][] }
