import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

const driver = "secrets-store-csi-driver";
const provider = "secrets-store-csi-driver-provider-aws";
const recommender = "vertical-pod-autoscaler";

/** What the check reads of a config. */
export interface AddonObjectsView {
  addons: Pick<AddonsSettings, typeof driver | typeof provider | typeof recommender>;
  namespaces: Record<string, unknown>;
}

/** Objects that add-ons put into application namespaces: the namespace is there, and the add-on may do what they ask. */
export function checkAddonObjects({ addons, namespaces }: AddonObjectsView): CheckResult {
  const classes = Object.entries(addons[provider]?.classes ?? {});
  const placed = [
    ...classes.map(([name, one]) => ({ path: `addons.${provider}.classes.${name}`, namespace: one.namespace })),
    ...Object.entries(addons[recommender]?.targets ?? {}).map(([name, one]) => ({
      path: `addons.${recommender}.targets.${name}`,
      namespace: one.namespace,
    })),
  ];
  const homeless = placed
    .filter(({ namespace }) => !(namespace in namespaces))
    .map(({ path, namespace }) => ({
      path: `${path}.namespace`,
      given: `"${namespace}"`,
      why: "is not a namespace of the stack",
      set: Object.keys(namespaces).join(" or ") || "a namespace of platform:namespaces",
    }));
  const unsynced: ConfigProblem[] = addons[driver]?.sync
    ? []
    : classes
        .filter(([, { secretName }]) => secretName !== undefined)
        .map(([name]) => ({
          path: `addons.${provider}.classes.${name}.secretName`,
          why: "asks for a Kubernetes Secret, which the driver may not write",
          set: `addons.${driver}.sync: true, or remove the line`,
        }));
  return { problems: [...homeless, ...unsynced] };
}
