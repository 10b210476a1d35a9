import { label } from "../../components/shared/vocabulary";
import type { PlatformConfig } from "../../stacks/schema";
import type { RecordedResource } from "../recorded";
import { textAt, type View } from "../view";

/** What all share: control plane, network, doors, add-ons, the nodes of the platform's own pods. */
export const platform = "(platform)";

/** Who pays for a resource, in each way of dividing the bill. */
export interface Owner {
  service: string;
  component: string;
  team: string;
}

/** Components of the applications, by the area of their type; everything else is the platform's. */
const applicationAreas = ["app-service", "databases", "caches", "queues", "buckets"];

/** The component below the stack that a resource belongs to, and the team that its labels or tags name. */
export function ownerOf(
  resource: RecordedResource,
  { view, config }: { view: View; config: Pick<PlatformConfig, "team"> },
): Owner {
  const top = topOf(resource, view);
  const area = top.type.split(":")[1] ?? "";
  const inputs = view.inputs(resource);
  return {
    service: applicationAreas.includes(area) ? top.name : platform,
    component: top.name,
    team: textAt(inputs, "metadata", "labels", label.team) ?? textAt(inputs, "tags", "team") ?? config.team,
  };
}

function topOf(resource: RecordedResource, view: View): RecordedResource {
  const parent = view.get(resource.parent);
  return parent === undefined || parent.parent === undefined ? resource : topOf(parent, view);
}
