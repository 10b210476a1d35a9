import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** File with every version that the platform pins; its head says what each key means. */
export const pinsFile = join(__dirname, "..", "pins.yaml");

/** A Helm chart, of one version. */
export interface ChartPin {
  /** HTTPS index, or `oci://` with the registry path that holds the chart. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** Custom resource definitions that come as files of a release. */
export interface DefinitionsPin {
  readonly version: string;
  /** Addresses of the files, with the tag in them. */
  readonly manifests: readonly string[];
}

const exact = z.string().regex(/^v?\d+\.\d+\.\d+$/, "is not an exact version");
const minor = z.string().regex(/^1\.\d+$/, "is not a minor version of Kubernetes");

const pinSchema = z.strictObject({
  chart: z
    .strictObject({
      repository: z.string().regex(/^(https|oci):\/\/\S+[^/]\/?$/),
      name: z.string().min(1),
      version: exact,
      software: exact.optional(),
      beside: z.array(z.string().min(1)).default([]),
    })
    .optional(),
  definitions: z
    .strictObject({
      tag: z.string().min(1),
      at: z.string().regex(/^https:\/\/\S+\/\{tag\}\/(\S+\/)?$/, "is no address with {tag} and a slash at the end"),
      files: z.array(z.string().min(1)).min(1),
    })
    .optional(),
  images: z
    .record(
      z.string(),
      z.string().regex(/^[a-z0-9.-]+\.[a-z]+\/[^:@\s]+:[^:@\s]+(@sha256:[0-9a-f]{64})?$/, "is not a full reference"),
    )
    .default({}),
  kubernetes: z
    .strictObject({ newestTested: minor.optional(), oldestVersions: z.record(minor, exact).optional() })
    .default({}),
});

export type Pin = z.output<typeof pinSchema>;

/** Every pin, by name; a mistake in the file is an error with its path. */
export function parsePins(text: string): Record<string, Pin> {
  const result = z.record(z.string(), pinSchema).safeParse(parse(text));
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
  throw new Error(`components/pins.yaml:\n${issues.join("\n")}`);
}

const all = parsePins(readFileSync(pinsFile, "utf8"));

/** Names of all pins, in the order of the file. */
export const pinNames: readonly string[] = Object.keys(all);

/** A pin by its name. */
export function pinOf(name: string): Pin {
  return given(all[name], name);
}

/** A chart by the name of its pin; `beside` names another one of the same version. */
export function chartPin(pin: string, beside?: string): ChartPin {
  const { repository, name, version, beside: others } = given(pinOf(pin).chart, `${pin}.chart`);
  if (beside !== undefined)
    given(
      others.find((one) => one === beside),
      `${pin}.chart.beside: ${beside}`,
    );
  return { repository, chart: beside ?? name, version };
}

/** Every chart: each pin's own, and those beside it. */
export function chartPins(): ChartPin[] {
  return pinNames.flatMap((name) => {
    const { chart } = pinOf(name);
    return chart === undefined ? [] : [chartPin(name), ...chart.beside.map((beside) => chartPin(name, beside))];
  });
}

/** The definitions of a pin, with the addresses of their files. */
export function definitionsPin(pin: string): DefinitionsPin {
  const { tag, at, files } = given(pinOf(pin).definitions, `${pin}.definitions`);
  const version = tag.replace(/\{([^}]+)\}/, (_, of: string) =>
    of === "chart" ? chartPin(pin).version : imageTag(pin, of),
  );
  return { version, manifests: files.map((file) => at.replace("{tag}", version) + file) };
}

/** An image by the name of its pin and its own: the whole reference, with the digest where there is one. */
export function imagePin(pin: string, image: string): string {
  return given(pinOf(pin).images[image], `${pin}.images.${image}`);
}

/** The tag of an image, without a digest. */
export function imageTag(pin: string, image: string): string {
  return /:([^:@]+)(@|$)/.exec(imagePin(pin, image))?.[1] ?? "";
}

/** The digest of an image that is pinned by one. */
export function imageDigest(pin: string, image: string): string {
  return given(imagePin(pin, image).split("@")[1], `${pin}.images.${image}@sha256`);
}

function given<T>(value: T | undefined, path: string): T {
  if (value === undefined) throw new Error(`components/pins.yaml has no ${path}; add it there.`);
  return value;
}
