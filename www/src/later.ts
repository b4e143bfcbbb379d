/**
 * What a visitor needs after the first list: the record, the form, the charts, suggestions.
 *
 * Loaded as soon as the list stands, so that opening any of them asks the network for
 * nothing but the record's own text and the module that draws.
 */
import './advice.js';
import './detail.js';
import './market.js';
import './profile.js';
import './range.js';

export { Described } from './described.js';
export { freshness } from './freshness.js';
export { look } from './portal.later.css.js';
export { Suggestions } from './suggest.js';
