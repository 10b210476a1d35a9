import { type Node, type Offer, offerOf, type Pods, roomOf } from "./fleet";
import { pack, type Packed } from "./pack";

/** Rounds after which a fleet is taken as it is. */
const rounds = 20;

/**
 * A fleet after Karpenter's consolidation: of nodes with the fewest pods, as many at once as possible are taken away
 * where the others and at most one new node have room for their pods and cost less; then one by one.
 * sigs.k8s.io/karpenter v1.14, pkg/controllers/disruption/{multinodeconsolidation,singlenodeconsolidation}.go.
 */
export function consolidated({ nodes, waiting }: Packed, offers: Offer[], zones: string[]): Packed {
  let fleet = settledNodes(nodes, offers);
  for (let round = 0; round < rounds; round++) {
    const better = several(fleet, offers, zones) ?? single(fleet, offers, zones);
    if (!better) break;
    fleet = better;
  }
  return { nodes: fleet, waiting };
}

/** Nodes as what they were bought as. */
export function settledNodes(nodes: Node[], offers: Offer[]): Node[] {
  const room = roomOf(offers, {});
  return nodes.flatMap((node) => {
    const given = offerOf(node, room);
    return given ? [{ ...node, fixed: true, given }] : [];
  });
}

/** The most nodes that can go at once, by halving as Karpenter searches. */
function several(fleet: Node[], offers: Offer[], zones: string[]): Node[] | undefined {
  const candidates = [...fleet].sort((a, b) => a.count - b.count);
  let found: Node[] | undefined;
  let [low, high] = [2, candidates.length];
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const without = replaced(candidates.slice(0, middle), candidates.slice(middle), offers, zones);
    if (without) found = without;
    if (without) low = middle + 1;
    else high = middle - 1;
  }
  return found;
}

function single(fleet: Node[], offers: Offer[], zones: string[]): Node[] | undefined {
  for (const one of [...fleet].sort((a, b) => a.count - b.count)) {
    const others = fleet.filter((node) => node !== one);
    const without = replaced([one], others, offers, zones);
    if (without) return without;
  }
  return undefined;
}

/** The fleet without some nodes, their pods on the others and at most one new node; undefined where that costs no less. */
function replaced(gone: Node[], others: Node[], offers: Offer[], zones: string[]): Node[] | undefined {
  const pods: Pods = new Map();
  for (const node of gone) for (const [group, count] of node.pods) pods.set(group, (pods.get(group) ?? 0) + count);
  const existing = others.map((node) => ({ ...node, pods: new Map(node.pods) }));
  const packed = pack({ pods, zones, existing, offers });
  const fresh = settledNodes(
    packed.nodes.filter(({ fixed }) => !fixed),
    offers,
  );
  if (packed.waiting.size || fresh.length > 1 || priceOf(fresh) >= priceOf(gone) - 1e-9) return undefined;
  return [...packed.nodes.filter(({ fixed }) => fixed), ...fresh];
}

/** US dollars an hour of nodes that are bought. */
export function priceOf(nodes: Node[]): number {
  return nodes.reduce((sum, { given }) => sum + (given?.usd ?? 0), 0);
}
