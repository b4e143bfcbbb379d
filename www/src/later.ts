/**
 * What a visitor needs after the first list: the record, the form, the charts, suggestions.
 *
 * Loaded as soon as the list stands, so that opening any of them asks the network for
 * nothing but the record's own text and the module that draws.
 */
import './advice.js';
import './detail.js';
import './facets.js';
import './market.js';
import './profile.js';
import './range.js';
import './saved.js';

export { warn } from './contrast.js';
export { Described } from './described.js';
export { status, warnings } from './freshness.js';
export { forget, Own } from './own.js';
export { look } from './portal.later.css.js';
export { reading } from './reading.js';
export { relax } from './relax.js';
export { Suggestions } from './suggest.js';
