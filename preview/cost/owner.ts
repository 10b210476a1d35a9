import { label } from "../../components/shared/vocabulary";
import type { ResolvedStack } from "../../stacks/resolve/stack";
import type { RecordedResource } from "../recorded";
import { textAt, type View } from "../view";

/** What all share: control plane, network, gateways, add-ons, the nodes of the platform's own pods. */
export const platform = "(platform)";

/** Who pays for a resource, in each way of dividing the bill. */
export interface Owner {
  service: string;
  component: string;
  team: string;
}

/** Components of the applications, by the area of their type; everything else is the platform's. */
const applicationAreas = ["app-service", "databases", "caches", "queues", "buckets"];

/** Those whose component makes one more for each thing of the stack's config, named after both. */
const areasOfSeveral = ["databases", "caches"];

/** The component below the stack that a resource belongs to, and the team that its labels or tags name. */
export function ownerOf(
  resource: RecordedResource,
  { view, config }: { view: View; config: Pick<ResolvedStack, "team"> },
): Owner {
  const path = pathOf(resource, view);
  const top = path[0] ?? resource;
  const area = top.type.split(":")[1] ?? "";
  const inputs = view.inputs(resource);
  return {
    service: applicationAreas.includes(area) ? serviceOf(path, area) : platform,
    component: top.name,
    team: textAt(inputs, "metadata", "labels", label.team) ?? textAt(inputs, "tags", "team") ?? config.team,
  };
}

/** A service, or the store by its name in the config. */
function serviceOf([top, next]: RecordedResource[], area: string): string {
  const name = top?.name ?? platform;
  return next && areasOfSeveral.includes(area) ? next.name.slice(name.length + 1) : name;
}

/** From the component below the stack down to the resource. */
function pathOf(resource: RecordedResource, view: View): RecordedResource[] {
  const parent = view.get(resource.parent);
  return parent === undefined || parent.parent === undefined ? [resource] : [...pathOf(parent, view), resource];
}
