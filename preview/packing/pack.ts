import { add, type Fleet, type Node, newNode, type Offer, type PodGroup, type Pods, type Room, roomOf } from "./fleet";

export interface Packed {
  nodes: Node[];
  /** Pods that no node has room for. */
  waiting: Pods;
}

/** What pods are put on. */
export interface PackArgs {
  pods: Pods;
  /** Zones that nodes may be in. */
  zones: string[];
  /** Nodes that are there already; they are filled first. */
  existing?: Node[];
  /** What new nodes can be; none: pods that find no room wait. */
  offers: Offer[];
  /** Most of what all new nodes together may have. */
  limits?: Room["limits"];
}

/**
 * Puts pods on nodes as Karpenter's scheduler does: the largest pod first; nodes that are there before new ones; of new ones the one
 * with the fewest pods that can take it; a new node else. A new node is as small and cheap as what it carries lets it be,
 * and grows with it. sigs.k8s.io/karpenter v1.14, pkg/controllers/provisioning/scheduling/{queue,scheduler}.go.
 */
export function pack({ pods, zones, existing = [], offers, limits = {} }: PackArgs): Packed {
  const fleet: Fleet = { nodes: [...existing], zones, room: roomOf(offers, limits), ofZone: new Map() };
  for (const node of existing) for (const [group, count] of node.pods) noteZone(fleet, group, node.zone, count);
  const waiting: Pods = new Map();
  for (const [group, count] of [...pods].sort(([one], [other]) => largestFirst(one, other))) {
    for (let left = count; left > 0; left--) {
      if (place(group, fleet)) continue;
      waiting.set(group, left);
      break; // the rest is alike
    }
  }
  return { nodes: fleet.nodes.filter(({ fixed, count }) => fixed || count > 0), waiting };
}

/** Queue.go: by CPU, then by memory, both descending. */
function largestFirst(one: PodGroup, other: PodGroup): number {
  return other.cpuMillis - one.cpuMillis || other.memoryMiB - one.memoryMiB || (one.name < other.name ? -1 : 1);
}

function place(group: PodGroup, fleet: Fleet): boolean {
  const fixed = fleet.nodes.find((node) => node.fixed && put(group, node, fleet));
  if (fixed) return true;
  const started = fleet.nodes.filter((node) => !node.fixed).sort((a, b) => a.count - b.count);
  if (started.some((node) => put(group, node, fleet))) return true;
  const fresh = newNode(fleet.room);
  if (!put(group, fresh, fleet)) return false;
  fleet.nodes.push(fresh);
  return true;
}

/** Puts one pod on a node where its spread and the node's room allow it. */
function put(group: PodGroup, node: Node, fleet: Fleet): boolean {
  if ((node.pods.get(group) ?? 0) >= group.perNode) return false;
  const zone = zoneFor(group, node, fleet);
  if (zone === undefined) return false;
  if (!add(group, node, fleet.room)) return false;
  if (zone !== "") node.zone = zone;
  noteZone(fleet, group, node.zone, 1);
  return true;
}

/** Zone that the node has or gets with this pod; "" where none is asked for, undefined where its zone has too many. */
function zoneFor(group: PodGroup, node: Node, { zones, ofZone }: Fleet): string | undefined {
  if (group.zoneSkew === Infinity) return "";
  const counts = zones.map((zone) => ofZone.get(group)?.get(zone) ?? 0);
  const fewest = Math.min(...counts);
  if (node.zone === undefined) return zones[counts.indexOf(fewest)];
  const here = ofZone.get(group)?.get(node.zone) ?? 0;
  return here + 1 - fewest <= group.zoneSkew ? node.zone : undefined;
}

function noteZone({ ofZone }: Fleet, group: PodGroup, zone: string | undefined, count: number): void {
  if (zone === undefined) return;
  const counts = ofZone.get(group) ?? new Map<string, number>();
  counts.set(zone, (counts.get(zone) ?? 0) + count);
  ofZone.set(group, counts);
}
