import { type AdmissionRule, figure } from "./rule";

const plain = { subject: "workloads", level: "mandatory", defaults: {} } as const;
const kinds = ["startup", "liveness", "readiness"] as const;
const handlers = ["httpGet", "tcpSocket", "exec", "grpc"];

const probe = (kind: (typeof kinds)[number]) => `c.${kind}Probe`;
const asks = (kind: (typeof kinds)[number]) =>
  `has(${probe(kind)}) && (${handlers.map((handler) => `has(${probe(kind)}.${handler})`).join(" || ")})`;

/** SetDefaults_Probe, kubernetes v1.36 pkg/apis/core/v1/defaults.go. */
const defaults = {
  initialDelaySeconds: 0,
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
};

/** A number of a probe. The API server fills in what the author leaves out, but not in the template of a Rollout. */
const number = (kind: (typeof kinds)[number], key: keyof typeof defaults) =>
  `${probe(kind)}.?${key}.orValue(${defaults[key]})`;

/** Seconds of failing after which a probe acts. */
const patience = (kind: (typeof kinds)[number]) =>
  `${number(kind, "periodSeconds")} * ${number(kind, "failureThreshold")}`;
const start = (kind: (typeof kinds)[number]) => `${number(kind, "initialDelaySeconds")} + ${patience(kind)}`;

const same = handlers
  .map((handler) => `c.livenessProbe[?"${handler}"] == c.readinessProbe[?"${handler}"]`)
  .join(" && ");

const declared = `c.?ports.orValue([]).exists(p, dyn(p.containerPort) == asked || dyn(p.?name.orValue("")) == asked)`;

const portsFit = kinds
  .flatMap((kind) =>
    ["httpGet", "tcpSocket", "grpc"].map((handler) => {
      const port = `${probe(kind)}.${handler}.port`;
      return `(!has(${probe(kind)}) || !has(${probe(kind)}.${handler}) || ${declared.replaceAll("asked", `dyn(${port})`)})`;
    }),
  )
  .join(" && ");

const timingFits = kinds
  .map((kind) => {
    const once = kind === "readiness" ? "" : ` && ${number(kind, "successThreshold")} == 1`;
    return `(!has(${probe(kind)}) || (${number(kind, "timeoutSeconds")} <= ${number(kind, "periodSeconds")}${once}))`;
  })
  .join(" && ");

const command = `c.lifecycle.preStop.exec.?command.orValue([]).map(word, string(word)).join(" ").find(r"\\bsleep [0-9]+\\b").find("[0-9]+")`;

/** Seconds that a preStop hook is known to take: its `sleep`, or a command that has one. */
const wait = [
  `!has(c.lifecycle) || !has(c.lifecycle.preStop) ? 0`,
  `has(c.lifecycle.preStop.sleep) ? int(c.lifecycle.preStop.sleep.seconds)`,
  `!has(c.lifecycle.preStop.exec) || ${command} == "" ? 0`,
  `int(${command})`,
].join(" : ");

const grace = "variables.pod.?terminationGracePeriodSeconds.orValue(30)";

/** Rules about how long-running containers are watched, started and stopped. */
export const probeRules: AdmissionRule[] = [
  {
    ...plain,
    name: "readiness-probe",
    fix: () => "set readinessProbe",
    each: () => ({ list: "serving", fine: asks("readiness") }),
  },
  {
    ...plain,
    name: "liveness-probe",
    fix: () => "set livenessProbe",
    each: () => ({ list: "serving", fine: asks("liveness") }),
  },
  {
    ...plain,
    name: "probes-differ",
    fix: () => "let liveness ask something else than readiness, or be more patient",
    each: () => ({
      list: "serving",
      fine: `!has(c.livenessProbe) || !has(c.readinessProbe) || !(${same}) || ${patience("liveness")} > ${patience("readiness")}`,
    }),
  },
  {
    ...plain,
    name: "probe-ports",
    fix: () => "let each probe ask a port that the container declares",
    each: () => ({ list: "serving", fine: portsFit }),
  },
  {
    ...plain,
    name: "probe-timing",
    fix: () => "set timeoutSeconds of each probe to its periodSeconds at most",
    each: () => ({ list: "serving", fine: timingFits }),
  },
  {
    ...plain,
    name: "liveness-patience",
    defaults: { minSeconds: 30 },
    fix: (config) => `let liveness fail for ${figure(config, "minSeconds")} s before it restarts the container`,
    each: (config) => ({
      list: "serving",
      fine: `!has(c.livenessProbe) || ${patience("liveness")} >= ${figure(config, "minSeconds")}`,
    }),
  },
  {
    ...plain,
    name: "start-allowance",
    defaults: { minSeconds: 60 },
    fix: (config) => `give it ${figure(config, "minSeconds")} s to start, by a startupProbe`,
    each: (config) => ({
      list: "serving",
      fine: `!has(c.livenessProbe) || (has(c.startupProbe) ? ${start("startup")} : ${start("liveness")}) >= ${figure(config, "minSeconds")}`,
    }),
  },
  {
    ...plain,
    name: "grace-period",
    defaults: { drainSeconds: 5 },
    fix: (config) =>
      `make terminationGracePeriodSeconds ${figure(config, "drainSeconds")} s longer than the preStop hook`,
    each: (config) => ({
      list: "serving",
      fine: `${grace} > 0 && (${wait}) + ${figure(config, "drainSeconds")} <= ${grace}`,
    }),
  },
];
