/**
 * For the page around frames of padan: gives each the height it asks for. A classic script, for any origin:
 * `<script src="https://portal.example/padan/padan-frame.js" async></script>`.
 *
 * A message counts only where it comes from a frame of this page and from the origin that the frame was given as its address, so
 * that no other window can change the page.
 */

/** No element is higher, CSS pixels. */
const MOST = 20_000;

addEventListener('message', ({ source, origin, data }) => {
  const { type, height } = Object(data);
  if (type !== 'padan-height' || !(height > 0 && height <= MOST)) return;
  for (const frame of document.querySelectorAll('iframe')) {
    if (source && frame.contentWindow === source && new URL(frame.src, document.baseURI).origin === origin) {
      frame.style.height = `${height}px`;
    }
  }
});
