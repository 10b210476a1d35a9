import { show } from "../support/field";
import { podRule } from "../support/rule";
import { kinds, probeOf, probes, serving } from "./probe";

// kube-linter liveness-port, readiness-port, startup-port
export const probePorts = podRule({
  name: "probe-ports",
  displayName: "Probes ask a declared port",
  description: "A probe asks a port that its container declares.",
  severity: "medium",
  remediationSteps: "Declare the port in the container's ports, or correct the probe.",
  ...probes,
  check(pod, report) {
    for (const container of serving(pod, report)) {
      const ports = container.field.at("ports").items();
      const fields = ports.flatMap((port) => [port.at("name"), port.at("containerPort")]);
      const declared = new Set(fields.filter((field) => field.known).map((field) => field.value));
      const unsure = fields.find((field) => field.isUnknown);
      for (const kind of kinds) {
        for (const handler of ["httpGet", "tcpSocket", "grpc"]) {
          const asked = probeOf(container, kind).at(handler);
          if (asked.absent || !report.readable(asked)) {
            continue;
          }
          const port = asked.at("port");
          if (!report.readable(port) || declared.has(port.value)) {
            continue;
          }
          if (unsure) {
            report.unknown(unsure);
            continue;
          }
          report.violation({
            what: `the ${kind} probe of ${container.field.owner} asks port ${show(port.value)}, which it does not declare`,
            why: "nothing may listen there, and no network policy made from the declared ports lets it through",
            fix: `Set the port in ${container.setting(`probes.${kind}`)} to a declared one, or declare ${show(port.value)}`,
          });
        }
      }
    }
  },
});
