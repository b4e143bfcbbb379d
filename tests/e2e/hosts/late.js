// Puts elements into the page as a framework would: some made before padan.js has run, some long after it.
const { place } = globalThis;
const snapshot = '/snapshot/manifest.json';

globalThis.put = (name, properties = {}) => {
  const element = document.createElement(name);
  Object.assign(element, properties);
  element.setAttribute('snapshot', snapshot);
  place.append(element);
  return element;
};

const early = globalThis.put('padan-search', { filters: { province: ['32'] } });
early.limit = 2;
