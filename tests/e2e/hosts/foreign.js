// What twenty years of scripts leave behind on a page: things on every array and object, wrapped globals, an AMD loader.
(() => {
  Array.prototype.each = function each(f) {
    for (let i = 0; i < this.length; i += 1) f(this[i]);
    return this;
  };
  Array.prototype.toJSON = function toJSON() {
    return `[${Array.prototype.map.call(this, (item) => JSON.stringify(item)).join(', ')}]`;
  };
  Object.prototype.extend = function extend(other) {
    for (const key in other) this[key] = other[key];
    return this;
  };
  String.prototype.strip = function strip() {
    return this.replace(/^\s+|\s+$/g, '');
  };

  const Native = Promise;
  class Zoned extends Native {
    // biome-ignore lint/suspicious/noThenProperty: a wrapped promise is what is tried
    then(done, failed) {
      return super.then(done, failed);
    }
  }
  globalThis.Promise = Zoned;

  const { fetch, customElements, setTimeout } = globalThis;
  globalThis.fetch = (...asked) => Zoned.resolve(fetch(...asked));
  globalThis.setTimeout = (task, ...rest) => setTimeout(() => task(), ...rest);
  const { define } = customElements;
  const defined = [];
  customElements.define = function wrapped(name, ...rest) {
    defined.push(name);
    return define.call(customElements, name, ...rest);
  };

  globalThis.define = () => {
    throw new Error('A module asked for the AMD loader.');
  };
  globalThis.define.amd = {};
  globalThis.module = { exports: {} };
  globalThis.process = { env: {} };
  globalThis.$ = globalThis.jQuery = (found) => document.querySelectorAll(found);
  globalThis.name = 'padan';
  globalThis.defined = defined;
})();
