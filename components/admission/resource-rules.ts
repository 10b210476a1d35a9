import { type AdmissionRule, cel, figure } from "./rule";

const plain = { subject: "workloads", level: "mandatory", defaults: {} } as const;

type Amount = "requests" | "limits";

const amount = (kind: Amount, name: string) => `c.?resources.?${kind}[?${cel(name)}]`;

/** An amount as a number. The API server keeps texts; in the template of a Rollout it may be a number. */
const number = (kind: Amount, name: string) => {
  const value = `${amount(kind, name)}.value()`;
  return `(type(${value}) == double ? double(${value}) : quantity(string(${value})).asApproximateFloat())`;
};

/** A container asks for more than nothing: of memory for a byte at least, which `512m` isn't. */
const some = (kind: Amount, name: string) =>
  `${amount(kind, name)}.hasValue() && ${number(kind, name)} ${name === "memory" ? ">= 1.0" : "> 0.0"}`;

/** Rules about what containers ask for and may take. */
export const resourceRules: AdmissionRule[] = [
  {
    ...plain,
    name: "container-requests",
    fix: () => "set resources.requests.cpu and resources.requests.memory",
    each: () => ({ list: "containers", fine: `${some("requests", "cpu")} && ${some("requests", "memory")}` }),
  },
  {
    ...plain,
    name: "memory-limit",
    fix: () => "set resources.limits.memory",
    each: () => ({ list: "containers", fine: some("limits", "memory") }),
  },
  {
    ...plain,
    name: "cpu-limit",
    defaults: { cpuLimit: "optional" },
    fix: (config) => `${config["cpuLimit"] === "required" ? "set" : "remove"} resources.limits.cpu`,
    each: (config) => {
      if (config["cpuLimit"] === "required") return { list: "containers", fine: some("limits", "cpu") };
      if (config["cpuLimit"] === "forbidden") {
        return { list: "containers", fine: `!${amount("limits", "cpu")}.hasValue()` };
      }
      return undefined;
    },
  },
  {
    ...plain,
    name: "memory-ratio",
    defaults: { maxRatio: 4 },
    fix: (config) =>
      `make resources.limits.memory at most ${figure(config, "maxRatio")} times resources.requests.memory`,
    each: (config) => ({
      list: "containers",
      fine: [
        `!${amount("requests", "memory")}.hasValue()`,
        `!${amount("limits", "memory")}.hasValue()`,
        `${number("requests", "memory")} == 0.0`,
        `${number("limits", "memory")} <= ${number("requests", "memory")} * double(${figure(config, "maxRatio")})`,
      ].join(" || "),
    }),
  },
];
