import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { CheckResult } from "./check";

const driver = "secrets-store-csi-driver";
const provider = "secrets-store-csi-driver-provider-aws";

/** What the check reads of a stack. */
export interface AddonObjectsView {
  addons: Pick<AddonsSettings, typeof driver | typeof provider>;
}

/** What objects that add-ons put into application namespaces ask of other add-ons. */
export function checkAddonObjects({ addons }: AddonObjectsView): CheckResult {
  if (addons[driver]?.sync) return {};
  const problems = Object.entries(addons[provider]?.classes ?? {})
    .filter(([, { secretName }]) => secretName !== undefined)
    .map(([name]) => ({
      path: `addons.${provider}.classes.${name}.secretName`,
      why: "asks for a Kubernetes Secret, which the driver may not write",
      set: `addons.${driver}.sync: true, or remove the line`,
    }));
  return { problems };
}
