import { stackRule } from "../support/rule";
import { isNamespace } from "../support/seen";
import { everyNamespaceHas, isCore } from "../support/namespaced";
import { quotas } from "./resources";

export const namespaceHasQuota = stackRule({
  name: "namespace-has-quota",
  displayName: "A quota for every namespace",
  description: "Every application namespace has a ResourceQuota.",
  severity: "high",
  remediationSteps: "Create a ResourceQuota in the namespace.",
  url: "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
  ...quotas,
  covers: ["hardeneks ensure_namespace_quotas_exist", "trivy KSV040"],
  needs: (object) => isNamespace(object) || isCore("ResourceQuota")(object),
  check(view) {
    everyNamespaceHas(view, "ResourceQuota", {
      why: "one team's mistake could take the whole cluster",
      fix: "Set {path}.quota",
    });
  },
});
