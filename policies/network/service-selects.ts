import type { Field } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";
import { isWorkload, podOf, type Pod } from "../support/pods";
import { stackRule, type StackView } from "../support/rule";
import { selectsByMap } from "../support/selectors";
import { isOfKubernetes, namespaceOf } from "../support/namespaced";
import { candidatePods } from "../support/taken";
import { kubeNetwork } from "./policies";

const isService = ({ group, kind }: Kind): boolean => group === "core" && kind === "Service";

export const serviceSelects = stackRule({
  name: "service-selects",
  displayName: "Services have pods",
  description: "Every Service takes the pods of some workload, and a port that they have.",
  severity: "high",
  remediationSteps: "Make the selector a subset of the pod's labels, and targetPort one of its ports.",
  url: "https://kubernetes.io/docs/concepts/services-networking/service/",
  ...kubeNetwork,

  needs: (object) => isWorkload(object) || isService(object),
  check(view) {
    const pods = view.objects.filter(isWorkload).flatMap((object) => podOf(object) ?? []);
    const near = candidatePods(pods);
    for (const service of view.objects.filter(isService)) {
      const spec = service.root.at("spec");
      // Without a selector somebody else names the endpoints.
      if (!isOfKubernetes(service) && spec.at("type").value !== "ExternalName" && !spec.at("selector").absent) {
        judge(view, service, near(namespaceOf(service), spec.at("selector")));
      }
    }
  },
});

function judge(view: StackView, service: KubeObject, near: readonly Pod[]): void {
  const report = view.about(service);
  const selector = service.root.at("spec", "selector");
  const found = near.map((pod) => selectsByMap(selector, pod.metadata.at("labels")));
  const taken = near.filter((_, index) => found[index] === true);
  if (taken.length > 0) {
    ports(view, service, taken);
    return;
  }
  const unsure = [
    service.root.at("metadata", "namespace"),
    selector,
    ...selector.entries().map(([, value]) => value),
  ].find((field) => field.isUnknown || field.isMalformed);
  const other = unsure ?? found.find((one): one is Field => typeof one !== "boolean");
  if (other) {
    report.readable(other);
    return;
  }
  report.violation({
    what: "its selector takes no pod of the stack",
    why: "whoever calls it waits for nobody",
    fix: `Set ${selector.path} to labels of a pod in namespace ${namespaceOf(service)}`,
  });
}

/** A port by name must exist; a number reaches the pod whether it is declared or not. */
function ports(view: StackView, service: KubeObject, pods: Pod[]): void {
  for (const port of service.root.at("spec", "ports").items()) {
    const target = port.at("targetPort");
    const declared = pods.flatMap((pod) => pod.containers.flatMap(({ field }) => field.at("ports").items()));
    const names = declared.map((one) => one.at("name"));
    const unsure = names.find((name) => name.isUnknown);
    if (target.string !== undefined && unsure && !names.some((name) => name.value === target.value)) {
      view.about(service).unknown(unsure);
    } else {
      view
        .about(service)
        .expect(
          target,
          (value) =>
            value === undefined ||
            (typeof value === "number" && value > 0 && value < 65_536) ||
            (typeof value === "string" && /^\d+$/.test(value)) ||
            names.some((name) => name.value === value),
          { why: "its pods have no such port", fix: `Set ${target.path} to one of their ports` },
        );
    }
  }
}
