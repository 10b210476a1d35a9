import { show } from "../support/field";
import { parseQuantity } from "../support/quantity";
import { podRule } from "../support/rule";
import { accountable, quotas, resource } from "./resources";

export const requestWithinLimit = podRule({
  name: "request-within-limit",
  displayName: "Request within limit",
  description: "No container asks for more than its limit allows.",
  severity: "medium",
  remediationSteps: "Raise the limit or lower the request.",
  url: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  ...quotas,
  check(pod, report) {
    for (const container of accountable(pod)) {
      for (const [name, limit] of container.field.at("resources", "limits").entries()) {
        const request =
          name === "" ? container.field.at("resources", "requests") : resource(container, "requests", name);
        if (!report.readable(limit) || !report.readable(request)) {
          continue;
        }
        if (limit.absent || request.absent) {
          continue;
        }
        const [asked, allowed] = [parseQuantity(request.value), parseQuantity(limit.value)];
        if (asked === undefined || allowed === undefined || asked > allowed) {
          report.violation({
            what: `${container.field.owner} requests ${show(request.value)} of ${name}, its limit is ${show(limit.value)}`,
            why: "Kubernetes refuses the pod",
            fix: `Raise ${container.setting(`resources.limits.${name}`)} or lower ${container.setting(`resources.requests.${name}`)}`,
          });
        }
      }
    }
  },
});
