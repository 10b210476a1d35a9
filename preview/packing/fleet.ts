/** Pods that are alike. */
export interface PodGroup {
  name: string;
  /** Requests of one pod. */
  cpuMillis: number;
  memoryMiB: number;
  /** Most of them on one node; Infinity where they don't mind. */
  perNode: number;
  /** How many more of them one zone may have than another; Infinity where they don't mind. */
  zoneSkew: number;
}

/** A number of pods of each group. */
export type Pods = Map<PodGroup, number>;

/** What pods find on a node, and what such a node costs. */
export interface Offer {
  type: string;
  /** US dollars an hour. */
  usd: number;
  /** Room for pods, beside what runs on every node. */
  cpuMillis: number;
  memoryMiB: number;
  pods: number;
  /** What counts against the limits of a pool. */
  vcpu: number;
  totalMiB: number;
}

export interface Node {
  /** True for a node that is there: it can't become another type. */
  fixed: boolean;
  zone: string | undefined;
  /** Position in the offers, cheapest first: the cheapest that has room for what the node carries. */
  offer: number;
  /** The same for a fixed node. */
  given?: Offer;
  pods: Pods;
  count: number;
  cpuMillis: number;
  memoryMiB: number;
}

/** Offers by price, and how much of them may still be bought. */
export interface Room {
  offers: Offer[];
  limits: { vcpu?: number; totalMiB?: number };
  bought: { vcpu: number; totalMiB: number };
}

export interface Fleet {
  nodes: Node[];
  zones: string[];
  room: Room;
  /** Pods of a group in each zone. */
  ofZone: Map<PodGroup, Map<string, number>>;
}

export function roomOf(offers: Offer[], limits: Room["limits"]): Room {
  const byPrice = [...offers].sort((a, b) => a.usd - b.usd || (a.type < b.type ? -1 : 1));
  return { offers: byPrice, limits, bought: { vcpu: 0, totalMiB: 0 } };
}

export function newNode({ offers }: Room): Node {
  return {
    fixed: offers.length === 0,
    zone: undefined,
    offer: -1,
    pods: new Map(),
    count: 0,
    cpuMillis: 0,
    memoryMiB: 0,
  };
}

export function fixedNode(given: Offer, zone: string | undefined): Node {
  return { fixed: true, zone, offer: -1, given, pods: new Map(), count: 0, cpuMillis: 0, memoryMiB: 0 };
}

/** What a node is, as far as it is known: nothing for one that carries nothing. */
export function offerOf(node: Node, { offers }: Room): Offer | undefined {
  return node.given ?? offers[node.offer];
}

/** Adds a pod where the node has room, or can be a larger one within the limits. */
export function add(group: PodGroup, node: Node, room: Room): boolean {
  const cpuMillis = node.cpuMillis + group.cpuMillis;
  const memoryMiB = node.memoryMiB + group.memoryMiB;
  const fits = (offer: Offer) =>
    offer.cpuMillis >= cpuMillis && offer.memoryMiB >= memoryMiB && offer.pods > node.count;
  if (node.fixed ? !node.given || !fits(node.given) : !grown(node, room, fits)) return false;
  node.pods.set(group, (node.pods.get(group) ?? 0) + 1);
  node.count += 1;
  node.cpuMillis = cpuMillis;
  node.memoryMiB = memoryMiB;
  return true;
}

/** Makes a new node the cheapest that fits and that the limits allow. */
function grown(node: Node, room: Room, fits: (offer: Offer) => boolean): boolean {
  const before = room.offers[node.offer];
  const from = Math.max(node.offer, 0);
  const next = room.offers.findIndex((offer, index) => index >= from && fits(offer) && allowed(offer, before, room));
  const offer = room.offers[next];
  if (!offer) return false;
  room.bought.vcpu += offer.vcpu - (before?.vcpu ?? 0);
  room.bought.totalMiB += offer.totalMiB - (before?.totalMiB ?? 0);
  node.offer = next;
  return true;
}

function allowed(offer: Offer, before: Offer | undefined, { limits, bought }: Room): boolean {
  const total = (of: "vcpu" | "totalMiB") => bought[of] - (before?.[of] ?? 0) + offer[of];
  return total("vcpu") <= (limits.vcpu ?? Infinity) && total("totalMiB") <= (limits.totalMiB ?? Infinity);
}
