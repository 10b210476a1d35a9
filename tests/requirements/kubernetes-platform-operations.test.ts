import { expect } from "./support/mutations";
import { commands, lacking, row, section } from "./support/pages";
import { Platform } from "./support/platform";

describe("examples/kubernetes-platform: operations", () => {
  const platform = new Platform("kubernetes-platform");
  const page = () => platform.file("docs/runbooks/operations.md");
  const said = (heading: string) => commands(section(page(), heading));

  const met: Record<string, [title: string, heading: string, ...lines: string[]]> = {
    "KP-66": [
      "a node is drained before maintenance, without DaemonSets and with its emptyDirs",
      "A node before maintenance",
      "kubectl drain NODE --ignore-daemonsets --delete-emptydir-data",
    ],
    "KP-67": [
      "a node is cordoned, and uncordoned afterwards",
      "A node before maintenance",
      "kubectl cordon NODE",
      "kubectl uncordon NODE",
    ],
    "KP-68": [
      "health: nodes, and pods of all namespaces",
      "Health and use of the cluster",
      "kubectl get nodes",
      "kubectl get pods --all-namespaces",
    ],
    "KP-69": [
      "use: of nodes, and of pods",
      "Health and use of the cluster",
      "kubectl top nodes",
      "kubectl top pods --all-namespaces --sort-by=memory",
    ],
    "KP-70": [
      "a faulty pod: what it is, and the logs of a container",
      "A pod that does not start",
      "kubectl describe pod POD -n NS",
      "kubectl logs POD -n NS -c CONTAINER",
    ],
  };
  for (const [id, [title, heading, ...lines]] of Object.entries(met))
    platform.met(`${id} ${title}`, () => {
      expect(said(heading)).to.include.members(lines);
    });

  platform.succeeded(
    "KP-71 the network from a pod: its look-up of a name, its request to a service",
    "images of services have neither shell nor nslookup nor curl; a debug container has, in the pod's network",
    () => {
      const inPod =
        "kubectl debug POD -n NS -it --image=public.ecr.aws/docker/library/busybox:1.37 --target=CONTAINER --";
      expect(said("Network")).to.include.members([
        `${inPod} nslookup SERVICE`,
        `${inPod} wget -qO- http://SERVICE:PORT/`,
      ]);
    },
  );

  const guide: Record<string, [title: string, ...phrases: string[]]> = {
    "KP-72": [
      "pod stuck in Pending: its requests against the nodes' room",
      "pod stuck in Pending",
      "its requests against what nodes have left: `kubectl describe node NODE`",
    ],
    "KP-73": [
      "service unreachable: its endpoints, then network policies",
      "service unreachable",
      "its endpoint slices, then `kubectl get networkpolicy -n NS`",
    ],
    "KP-74": [
      "OOMKilled: the limit, or the application",
      "high memory, OOMKilled",
      "`services.<name>.resources.limits.memory`, or the leak",
    ],
    "KP-75": [
      "slow start: the start, or the probes",
      "slow start",
      "`services.<name>.probes.startup`, or the start itself",
    ],
  };
  for (const [id, [title, ...phrases]] of Object.entries(guide))
    platform.met(`${id} ${title}`, () => {
      expect(lacking(row(page(), phrases[0] ?? "").join(" "), phrases)).to.deep.equal([]);
    });
});
