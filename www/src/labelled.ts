/** The language of the engine's labels for a page of any language: the engine speaks Indonesian and English. */
import type { Lang } from '../../pkg/padan.js';

export const labelled = (lang: Lang | undefined): Lang => (lang === 'en' ? lang : 'id');
