import { expect } from "chai";
import { z } from "zod";
import { referenceOf, referents } from "../../../components/shared/reference";
import { parseStack } from "../../../stacks/config";
import { followReferences } from "../../../stacks/resolve/references";
import { type PlatformConfig, stackSchema } from "../../../stacks/schema";
import { unwrapped } from "../../../stacks/schema-walk";
import { tiers } from "../../../stacks/tiers";
import { stackConfig } from "../../support/stack-config";
import { problemsAfter } from "../checks/stack-problems";

type Config = Record<string, any>;

const namespaces = "namespaces: { production: {} }, with a name of your own";
const provider = "secrets-store-csi-driver-provider-aws";
const zones = "us-east-1a, us-east-1b, us-east-1c";

/** One name of production that leads nowhere, and what is said of it. */
const bad: [change: (config: Config) => void, path: string, why: string, set: string][] = [
  [
    ({ services }) => (services.frontend.calls = ["apl"]),
    "services.frontend.calls[0]",
    'names no service; did you mean "api"?',
    "one of api, ",
  ],
  [
    ({ services }) => (services.api.namespace = "prodution"),
    "services.api.namespace",
    'names no namespace; did you mean "production"?',
    "one of production",
  ],
  [
    ({ services }) => (services.api.routes[0].gateway = "pubic"),
    "services.api.routes[0].gateway",
    'names no gateway; did you mean "public"?',
    "one of public",
  ],
  [
    ({ services }) => (services.worker.pool = "compte"),
    "services.worker.pool",
    'names no pool; did you mean "compute"?',
    "one of system, general, compute, memory",
  ],
  [
    ({ services }) => (services.api.zones = ["us-east-1a", "us-west-2d"]),
    "services.api.zones[1]",
    "names no zone of the network",
    `one of ${zones}`,
  ],
  [
    ({ services }) => (services.api.uses = ["postgres", "radis"]),
    "services.api.uses[1]",
    'names no database or cache; did you mean "redis"?',
    "one of postgres, redis",
  ],
  [
    ({ services }) => (services.worker.consumes = ["job"]),
    "services.worker.consumes[0]",
    'names no queue; did you mean "jobs"?',
    "one of jobs",
  ],
  [({ services }) => (services.api.produces = ["mails"]), "services.api.produces[0]", "names no queue", "one of jobs"],
  [
    ({ services }) => (services.api.buckets = { medias: {} }),
    "services.api.buckets.medias",
    'names no bucket; did you mean "media"?',
    "one of ",
  ],
  [
    ({ services }) => (services.api.secrets = { jvt: {} }),
    "services.api.secrets.jvt",
    'names no secret; did you mean "jwt"?',
    "one of jwt, postgres, redis",
  ],
  [
    ({ services }) => (services.api.tls = { issuer: "internl" }),
    "services.api.tls.issuer",
    'names no issuer; did you mean "internal"?',
    "one of ",
  ],
  [
    ({ services }) => (services.api.mesh = { methods: { frontnd: ["GET"] } }),
    "services.api.mesh.methods.frontnd",
    'names no service; did you mean "frontend"?',
    "one of ",
  ],
  [
    ({ databases }) => (databases.postgres.pool = "genral"),
    "databases.postgres.pool",
    'names no pool; did you mean "general"?',
    "one of system, general, compute, memory",
  ],
  [
    ({ databases }) => (databases.postgres.storageClass = "gp4"),
    "databases.postgres.storageClass",
    'names no storage class; did you mean "gp3"?',
    "one of gp3, io2, efs",
  ],
  [
    ({ databases }) => (databases.postgres.dumps = { bucket: "backup" }),
    "databases.postgres.dumps.bucket",
    "names no bucket",
    "one of ",
  ],
  [
    ({ nodePools }) => (nodePools.general.zones = ["us-west-2d"]),
    "nodePools.general.zones[0]",
    "names no zone of the network",
    `one of ${zones}`,
  ],
  [
    ({ observability }) => (observability.prometheus = { storageClass: "gp4" }),
    "observability.prometheus.storageClass",
    'names no storage class; did you mean "gp3"?',
    "one of gp3, io2, efs",
  ],
  [
    ({ observability }) => (observability.prometheus = { pool: "system1" }),
    "observability.prometheus.pool",
    'names no pool; did you mean "system"?',
    "one of system, ",
  ],
  [
    ({ addons }) => (addons["cert-manager"] = { http01Gateway: "pubic" }),
    "addons.cert-manager.http01Gateway",
    'names no gateway; did you mean "public"?',
    "one of public",
  ],
  [
    ({ addons }) => (addons[provider] = { classes: { db: { namespace: "prod", files: { url: { name: "a" } } } } }),
    `addons.${provider}.classes.db.namespace`,
    'names no namespace; did you mean "production"?',
    "one of production",
  ],
  [
    ({ consoles }) => (consoles.grafana.gateway = "pubic"),
    "consoles.grafana.gateway",
    'names no gateway; did you mean "public"?',
    "one of public",
  ],
  [
    ({ failover }) => (failover.health.service = "apl"),
    "failover.health.service",
    'names no service; did you mean "api"?',
    "one of api, ",
  ],
];

/** The stack with another namespace or gateway beside the only one. */
const two = (area: "namespaces" | "gateways") => (config: Config) =>
  (config[area].other = structuredClone(config[area][Object.keys(config[area])[0] ?? ""]));

describe("references of a config", () => {
  for (const [change, path, why, set] of bad) {
    it(`${path}: ${why}`, () => {
      const raw = stackConfig();
      raw.consoles ??= { grafana: { host: "grafana", allowFrom: ["203.0.113.0/24"] } };
      const found = problemsAfter((config) => {
        config.consoles ??= raw.consoles;
        change(config);
      }).filter((one) => one.path === path);
      expect(found.map((one) => one.why)).to.deep.equal([why]);
      expect(found[0]?.set.startsWith(set), found[0]?.set).to.equal(true);
    });
  }

  it("are filled in where there is only one that can be meant", () => {
    const { config } = parseStack("production", stackConfig());
    expect(new Set(Object.values(config.services).map(({ namespace }) => namespace))).to.deep.equal(
      new Set(["production"]),
    );
    const gateways = Object.values(config.services).flatMap(({ routes }) => routes.map(({ gateway }) => gateway));
    expect(new Set(gateways)).to.deep.equal(new Set(["public"]));
  });

  it("are missing where there are two", () => {
    const [problem] = problemsAfter(two("gateways")).filter(({ path }) => path.endsWith(".gateway"));
    expect(problem?.why).to.equal("is missing, and there is more than one");
    expect(problem?.set).to.equal("one of public, other");
    const inNamespaces = problemsAfter(two("namespaces")).filter(({ path }) => path.endsWith(".namespace"));
    expect(inNamespaces.map(({ path }) => path)).to.include.members([
      "services.api.namespace",
      "databases.postgres.namespace",
    ]);
  });

  it("are missing where there is none, with what to write", () => {
    const problems = problemsAfter((config) => (config.namespaces = {}));
    const missing = problems.filter(({ path }) => path === "services.api.namespace");
    expect(missing).to.deep.equal([
      { path: "services.api.namespace", why: "is missing, and the stack has none", set: namespaces },
    ]);
  });

  it("hide nothing that is wrong elsewhere", () => {
    const problems = problemsAfter((config) => {
      config.services.frontend.calls = ["apl"];
      config.services.worker.scaling.max = 50;
    });
    expect(problems.map(({ path }) => path)).to.deep.equal([
      "services.frontend.calls[0]",
      'namespaces.production.quota["requests.cpu"]',
      'namespaces.production.quota["requests.memory"]',
      'namespaces.production.quota["limits.cpu"]',
      'namespaces.production.quota["limits.memory"]',
    ]);
  });

  it("are never in a union that no key tells apart, which the loop does not enter", () => {
    expect(referencesIn(stackSchema(tiers.production)).length).to.be.greaterThan(25);
    expect(referencesIn(stackSchema(tiers.production)).filter(({ path }) => path.includes("|"))).to.deep.equal([]);
  });

  it("lead to areas that the schema has", () => {
    const schema = stackSchema(tiers.production);
    for (const { areas } of Object.values(referents)) {
      for (const area of areas) {
        const found = area.split(".").reduce<z.core.$ZodType | undefined>((one, key) => {
          const here = one && unwrapped(one);
          return here instanceof z.ZodObject ? (here.shape as Record<string, z.core.$ZodType>)[key] : undefined;
        }, schema);
        expect(found, area).not.to.equal(undefined);
      }
    }
  });

  it("of a config without any of the areas are left alone", () => {
    const given = { services: {}, cost: {} } as unknown as PlatformConfig;
    expect(followReferences(stackSchema(tiers.production), given).problems).to.deep.equal([]);
  });
});

/** Every place of a schema that is marked as a reference; `|` stands for a member of a union without discriminator. */
function referencesIn(schema: z.core.$ZodType, path = ""): { path: string }[] {
  const own = referenceOf(schema) ? [{ path }] : [];
  const inner = "innerType" in schema._zod.def ? referenceOf(schema._zod.def.innerType as z.core.$ZodType) : undefined;
  if (own.length || inner) return [{ path }];
  const here = unwrapped(schema);
  if (here instanceof z.ZodObject) {
    const shape = Object.entries(here.shape as Record<string, z.core.$ZodType>);
    return shape.flatMap(([key, one]) => referencesIn(one, `${path}.${key}`));
  }
  if (here instanceof z.ZodRecord)
    return [...referencesIn(here.keyType, `${path}.<key>`), ...referencesIn(here.valueType, `${path}.<name>`)];
  if (here instanceof z.ZodArray) return referencesIn(here.element, `${path}[]`);
  if (here instanceof z.ZodDiscriminatedUnion) return here.options.flatMap((one) => referencesIn(one, path));
  if (here instanceof z.ZodUnion) return here.options.flatMap((one) => referencesIn(one, `${path}|`));
  return own;
}
