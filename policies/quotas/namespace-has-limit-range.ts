import { stackRule } from "../support/rule";
import { isNamespace } from "../support/seen";
import { everyNamespaceHas, isCore } from "../support/namespaced";
import { quotas } from "./resources";

export const namespaceHasLimitRange = stackRule({
  name: "namespace-has-limit-range",
  displayName: "A limit range for every namespace",
  description: "Every application namespace has a LimitRange.",
  severity: "medium",
  remediationSteps: "Create a LimitRange in the namespace.",
  url: "https://kubernetes.io/docs/concepts/policy/limit-range/",
  ...quotas,
  covers: ["trivy KSV039"],
  needs: (object) => isNamespace(object) || isCore("LimitRange")(object),
  check(view) {
    everyNamespaceHas(view, "LimitRange", {
      why: "beside a quota every pod without requests is refused, unless a LimitRange gives it some",
      fix: "Set {path}.limitRange",
    });
  },
});
