/** Where a link may lead: hosts that the page names, for a vacancy's own address may be anybody's. */
import { webAddress } from './format.js';

/** Whether a list of hosts (`karirhub.kemnaker.go.id *.go.id`) holds this one; `*.` stands for any host below, and the host itself. */
export function trusts(hosts: string, host: string): boolean {
  return hosts
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .some((one) => (one.startsWith('*.') ? host === one.slice(2) || host.endsWith(one.slice(1)) : host === one));
}

/** A `https` address on one of the hosts, or `null`. */
export function trusted(url: string | undefined, hosts: string): string | null {
  const address = webAddress(url);
  return address && trusts(hosts, new URL(address).hostname) ? address : null;
}
