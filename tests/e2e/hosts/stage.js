// Puts the element that the address names (`?padan-search`) on the page's stage.
const stage = document.querySelector('.stage');
const element = document.createElement(location.search.slice(1));
element.setAttribute('snapshot', '/snapshot/manifest.json');
element.setAttribute('portal', '/');
stage.append(element);
