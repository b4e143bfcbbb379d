/**
 * Reads any colour that a style sheet may hold, system colours too, as red, green, blue and opacity, 0 to 255: painted and read
 * back, `over` another where one is given.
 */
export function reader(over?: string): (colour: string) => Uint8ClampedArray {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  return (colour) => {
    if (!pen) return new Uint8ClampedArray(4);
    pen.clearRect(0, 0, 1, 1);
    for (const fill of over ? [over, colour] : [colour]) {
      pen.fillStyle = fill;
      pen.fillRect(0, 0, 1, 1);
    }
    return pen.getImageData(0, 0, 1, 1).data;
  };
}
