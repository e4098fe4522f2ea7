/** What a feature turns on, and what that turns on in its turn (Cargo book, "Features"). Pure. */

export interface Feature {
  name: string;
  enables: string[];
  is_default: boolean;
}

/** One of the strings of `enables`. */
export type Enabled =
  | { kind: 'feature'; feature: string }
  /** dep:name, or name of an optional dependency. */
  | { kind: 'dependency'; dependency: string }
  /** name/feature; weak for name?/feature, which turns on no dependency. */
  | { kind: 'foreign'; dependency: string; feature: string; weak: boolean };

export function readEnabled(text: string, features: ReadonlySet<string>): Enabled {
  if (text.startsWith('dep:')) return { kind: 'dependency', dependency: text.slice(4) };
  const slash = text.indexOf('/');
  if (slash !== -1) {
    const weak = text[slash - 1] === '?';
    return {
      kind: 'foreign',
      dependency: text.slice(0, weak ? slash - 1 : slash),
      feature: text.slice(slash + 1),
      weak,
    };
  }
  return features.has(text) ? { kind: 'feature', feature: text } : { kind: 'dependency', dependency: text };
}

/** All that comes with a feature, itself not among them; `direct` is what it names itself. */
export interface Closure {
  direct: Enabled[];
  /** Features that come through others, each with the one that brings it. */
  transitive: { feature: string; through: string }[];
  /** Dependencies that come through others. */
  dependencies: { dependency: string; through: string }[];
}

/** Features may name each other in circles. */
export function featureClosure(features: readonly Feature[], name: string): Closure {
  const known = new Map(features.map((feature) => [feature.name, feature]));
  const names = new Set(known.keys());
  const enabledBy = (feature: string) => (known.get(feature)?.enables ?? []).map((text) => readEnabled(text, names));
  const direct = enabledBy(name);
  const named = new Set(direct.flatMap((one) => (one.kind === 'feature' ? [one.feature] : [])));
  const brought = new Set(direct.flatMap((one) => (one.kind === 'feature' ? [] : [one.dependency])));
  const closure: Closure = { direct, transitive: [], dependencies: [] };
  const seen = new Set([name, ...named]);
  const waiting = [...named];
  for (let through = waiting.shift(); through !== undefined; through = waiting.shift()) {
    for (const enabled of enabledBy(through)) {
      if (enabled.kind === 'feature') {
        if (seen.has(enabled.feature)) continue;
        seen.add(enabled.feature);
        waiting.push(enabled.feature);
        closure.transitive.push({ feature: enabled.feature, through });
      } else if (!(enabled.kind === 'foreign' && enabled.weak) && !brought.has(enabled.dependency)) {
        brought.add(enabled.dependency);
        closure.dependencies.push({ dependency: enabled.dependency, through });
      }
    }
  }
  return closure;
}

/** `default` first, then those it turns on, then the others, by name. */
export function sortFeatures(features: readonly Feature[]): Feature[] {
  const rank = ({ name, is_default }: Feature) => (name === 'default' ? 0 : is_default ? 1 : 2);
  return [...features].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** The features that are on when nobody asks for any. */
export function defaultFeatures(features: readonly Feature[]): Set<string> {
  const { direct, transitive } = featureClosure(features, 'default');
  const named = direct.flatMap((one) => (one.kind === 'feature' ? [one.feature] : []));
  return new Set([...named, ...transitive.map(({ feature }) => feature)]);
}
