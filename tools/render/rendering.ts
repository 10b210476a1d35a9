import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordedResource } from "../../preview/recorded";
import type { View } from "../../preview/view";
import { type Answer, type Cluster, render } from "./helm";
import { asResource, clusterScoped, type KubeObject, parsed, servedBy } from "./objects";
import { type Bundle, bundlesIn, type Release, releasesIn } from "./releases";

/** What became of a chart, or of a bundle of definitions. */
export interface Rendering {
  /** Name of the add-on; of a layer of definitions, its logical name. */
  name: string;
  /** Left out by a bundle. */
  release?: Release;
  objects: RecordedResource[];
  hooks: Answer["hooks"];
  differing: string[];
  ignored: string[];
  /** What has to be mended. */
  problems: string[];
}

/** Renders everything that a recorded program leaves to Helm: the definitions first, for charts ask what is served. */
export async function renderAll(
  view: View,
  options: { charts: string; kubernetes: string },
  progress: (step: string) => void,
): Promise<Rendering[]> {
  const releases = releasesIn(view);
  const bundles = bundlesIn(view).map((bundle) => ofBundle(bundle, options.charts));
  const cluster: Cluster = { kubeVersion: `v${options.kubernetes}.0`, apiVersions: apiVersionsIn(view) };
  const layers = await ofReleases(
    releases.filter((one) => one.definitions),
    cluster,
    options.charts,
    progress,
  );
  const definitions = [...bundles, ...layers].flatMap(({ objects }) =>
    objects.map(({ inputs }) => inputs as KubeObject),
  );
  const served = { ...cluster, apiVersions: [...new Set([...cluster.apiVersions, ...servedBy(definitions)])] };
  const charts = await ofReleases(
    releases.filter((one) => !one.definitions),
    served,
    options.charts,
    progress,
    definitions,
  );
  return [...bundles, ...layers, ...charts];
}

async function ofReleases(
  releases: Release[],
  cluster: Cluster,
  charts: string,
  progress: (step: string) => void,
  definitions: KubeObject[] = [],
): Promise<Rendering[]> {
  const found = releases.map((release) => ({ release, path: pathOf(release, charts) }));
  const requests = found.flatMap(({ release: { name, namespace, values }, path }) =>
    path === undefined ? [] : [{ path, name, namespace, values }],
  );
  progress(`rendering ${requests.length} charts`);
  const answers = await render(requests, cluster, progress);
  return found.map(({ release, path }) => {
    const answer = path === undefined ? undefined : answers.shift();
    return answer === undefined ? absent(release) : ofAnswer(release, answer, definitions);
  });
}

function ofAnswer(release: Release, answer: Answer, definitions: KubeObject[]): Rendering {
  const texts = release.definitions ? [...answer.definitions, ...answer.documents] : answer.documents;
  const objects = parsed(texts);
  const unscoped = clusterScoped([...definitions, ...objects]);
  return {
    name: release.name,
    release,
    objects: objects.map((object) =>
      asResource(object, {
        parent: release.resource,
        ...(unscoped.has(object.kind) ? {} : { namespace: release.namespace }),
      }),
    ),
    hooks: answer.hooks,
    differing: answer.differing,
    ignored: answer.ignored,
    problems: problemsOf(release, answer),
  };
}

/** What is wrong with a chart: it is another one, it fails, it ignores values, or its way of delivery doesn't fit it. */
function problemsOf(release: Release, answer: Answer): string[] {
  if (answer.error !== undefined) return [`is not rendered: ${answer.error}`];
  const hooks = lostHooks(release, answer.hooks);
  return [
    ...(answer.version === release.version
      ? []
      : [`is version ${answer.version} in the folder, where the stack installs ${release.version}`]),
    ...answer.ignored.map((key) => `has no value ${key}, and nothing changes without it`),
    ...(release.way !== "release" && answer.differing.length
      ? [`renders differently each time, so it must be a release: ${answer.differing.join(", ")}`]
      : []),
    ...(hooks.length ? [`has hooks that a chart of the program drops: ${hooks.join(", ")}`] : []),
  ];
}

/**
 * Hooks that never run: a chart of the program drops them all. Tests run by hand only, and what a chart does after it is
 * gone nothing waits for.
 */
function lostHooks(release: Release, hooks: Answer["hooks"]): string[] {
  if (release.way !== "chart") return [];
  return hooks
    .filter(({ events }) => events.some((event) => event !== "test" && event !== "post-delete"))
    .map(({ kind, name, events }) => `${kind} ${name} (${events.join(", ")})`);
}

function ofBundle({ name, files, resource }: Bundle, charts: string): Rendering {
  const paths = files.map((address) => ({ address, path: join(charts, address.replace(/^https?:\/\//, "")) }));
  const [there, missing] = [
    paths.filter(({ path }) => existsSync(path)),
    paths.filter(({ path }) => !existsSync(path)),
  ];
  const objects = parsed(there.map(({ path }) => readFileSync(path, "utf8")));
  return {
    name,
    objects: objects.map((object) => asResource(object, { parent: resource })),
    hooks: [],
    differing: [],
    ignored: [],
    problems: missing.map(({ address, path }) => `is not in the folder: put ${address} to ${path}`),
  };
}

function absent(release: Release): Rendering {
  const { name, chart, version } = release;
  const problems = [`is not in the folder: put ${chart}-${version}.tgz or the folder ${chart} there`];
  return { name, release, objects: [], hooks: [], differing: [], ignored: [], problems };
}

function pathOf({ chart, version }: Release, charts: string): string | undefined {
  return [join(charts, `${chart}-${version}.tgz`), join(charts, chart)].find((path) => existsSync(path));
}

/** API versions of the objects of the program's own; a chart may ask for them, too. */
function apiVersionsIn(view: View): string[] {
  const custom = view.types().flatMap((type) => /^kubernetes:([^:]+\.[^:]+\/[^:]+):(\w+)$/.exec(type)?.slice(1) ?? []);
  return [...new Set(custom.filter((part) => part.includes("/") && !part.startsWith("helm.sh")))];
}
