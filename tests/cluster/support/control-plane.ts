import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Api } from "./api";
import { binariesFor, type Binaries } from "./binaries";
import { freePort, Processes } from "./processes";
import { Rollouts } from "./rollouts";
import { VolumeBinder } from "./volumes";
import { until } from "./wait";

/** Who may talk to the API server, each with a token: name to group. */
const users = {
  admin: "system:masters",
  kwok: "system:masters",
  karpenter: "system:masters",
  "system:kube-controller-manager": "",
  "system:kube-scheduler": "",
} as const;

export type User = keyof typeof users;

/** A running control plane on 127.0.0.1, with fake kubelets and what stands for CSI drivers and Argo Rollouts. */
export interface ControlPlane {
  api: Api;
  processes: Processes;
  /** Path of a file with which a program talks to the API server as that user. */
  kubeconfig(user: User): string;
  /** The same for whoever has that token, such as a service account. */
  kubeconfigWith(name: string, token: string): string;
  /** Seconds from the first process to a ready API server. */
  startedIn: number;
  stop(): Promise<void>;
}

/** What a test may want otherwise. */
export interface Settings {
  /** Seconds between two looks of the HorizontalPodAutoscaler controller at its metrics; EKS has 15. */
  scalingSeconds?: number;
  /** Who makes pods of Rollouts; `program`: the real controller, which the test starts itself. */
  rollouts?: "stand-in" | "program";
}

/**
 * Starts etcd, kube-apiserver, kube-controller-manager, kube-scheduler and KWOK.
 *
 * @param minor of Kubernetes, as the stack says it: "1.36".
 * @throws Unavailable when there are no binaries and nothing to build them with.
 */
export async function startControlPlane(
  minor: string,
  progress: (step: string) => void,
  settings: Settings = {},
): Promise<ControlPlane> {
  const binaries = await binariesFor(minor, progress);
  const directory = mkdtempSync(join(tmpdir(), "eks-platform-cluster-"));
  const processes = new Processes(directory);
  try {
    return await start(binaries, processes, settings);
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

async function start(
  binaries: Binaries,
  processes: Processes,
  { scalingSeconds = 2, rollouts = "stand-in" }: Settings,
): Promise<ControlPlane> {
  const at = (name: string) => join(processes.directory, name);
  const [client, peer, port] = [await freePort(), await freePort(), await freePort()];
  const begin = performance.now();
  startEtcd(binaries, processes, client, peer);

  const tokens = Object.fromEntries(Object.keys(users).map((user) => [user, randomBytes(16).toString("hex")]));
  const rows = Object.entries(users).map(([user, group]) => `${tokens[user] ?? ""},${user},${user},"${group}"`);
  writeFileSync(at("tokens.csv"), rows.join("\n"), { mode: 0o600 });
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeFileSync(at("service-accounts.key"), privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  startApiServer(binaries, processes, { client, port });

  const certificate = await certificateIn(processes, at("certificates/apiserver.crt"));
  const server = `https://127.0.0.1:${port}`;
  const api = new Api(server, tokens.admin ?? "", certificate);
  await until("the API server is ready", 120, async () => {
    dead(processes);
    const answer = await api.send("GET", "/readyz").catch((error: unknown) => ({ status: 0, body: String(error) }));
    return answer.status === 200 ? undefined : JSON.stringify(answer.body);
  });
  const startedIn = (performance.now() - begin) / 1000;

  const kubeconfigWith = (name: string, token: string) => {
    const path = at(`${name}.kubeconfig`);
    const cluster = { server, "certificate-authority": at("certificates/apiserver.crt") };
    writeFileSync(path, kubeconfigOf(cluster, token), { mode: 0o600 });
    return path;
  };
  const kubeconfig = (user: User) => kubeconfigWith(user.replace("system:", ""), tokens[user] ?? "");
  startControllers(binaries, processes, kubeconfig, scalingSeconds);
  processes.start("kwok", binaries.kwok, [
    ...["--kubeconfig", kubeconfig("kwok"), "--config", join(__dirname, "stages.yaml"), "--server-address="],
    "--node-ip=10.0.0.1", // of every node, and so of every pod in a host's network
    ...["--manage-all-nodes=false", "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake"],
    "--node-lease-duration-seconds=40", // without leases the nodes are lost after 50 s
  ]);
  const standIns = [new VolumeBinder(api), ...(rollouts === "stand-in" ? [new Rollouts(api)] : [])];
  for (const one of standIns) one.start();
  const stop = async () => {
    await Promise.all(standIns.map((one) => one.stop()));
    api.close();
    await processes.stop();
  };
  return { api, processes, kubeconfig, kubeconfigWith, startedIn, stop };
}

function startEtcd(binaries: Binaries, processes: Processes, client: number, peer: number): void {
  const [clients, peers] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
  processes.start("etcd", binaries.etcd, [
    ...["--data-dir", join(processes.directory, "etcd"), "--unsafe-no-fsync", "--log-level=warn"],
    ...["--listen-client-urls", clients, "--advertise-client-urls", clients],
    ...["--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", `default=${peers}`],
  ]);
}

/** It makes its own serving certificate. Admission plug-ins are its defaults, as on EKS: Pod Security is one of them. */
function startApiServer(binaries: Binaries, processes: Processes, ports: { client: number; port: number }): void {
  const at = (name: string) => join(processes.directory, name);
  mkdirSync(at("certificates"));
  processes.start("kube-apiserver", binaries["kube-apiserver"], [
    ...["--etcd-servers", `http://127.0.0.1:${ports.client}`, "--secure-port", String(ports.port)],
    ...["--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none"],
    ...["--cert-dir", at("certificates"), "--token-auth-file", at("tokens.csv"), "--authorization-mode=Node,RBAC"],
    ...["--service-account-key-file", at("service-accounts.key")],
    ...["--service-account-signing-key-file", at("service-accounts.key")],
    ...["--service-account-issuer=https://kubernetes.default.svc", "--service-cluster-ip-range=172.20.0.0/16"],
    ...["--allow-privileged=true", "--profiling=false"], // EKS allows privileged pods; namespaces forbid them
  ]);
}

function startControllers(
  binaries: Binaries,
  processes: Processes,
  kubeconfig: (user: User) => string,
  scalingSeconds: number,
): void {
  const common = ["--leader-elect=false", "--secure-port=0", "--kube-api-qps=300", "--kube-api-burst=600"];
  processes.start("kube-controller-manager", binaries["kube-controller-manager"], [
    ...common,
    ...["--kubeconfig", kubeconfig("system:kube-controller-manager"), "--use-service-account-credentials"],
    ...["--service-account-private-key-file", join(processes.directory, "service-accounts.key")],
    ...["--root-ca-file", join(processes.directory, "certificates/apiserver.crt")],
    `--horizontal-pod-autoscaler-sync-period=${scalingSeconds}s`,
    ...["initial-readiness-delay=1s", "cpu-initialization-period=1s"].map(
      (rest) => `--horizontal-pod-autoscaler-${rest}`,
    ),
  ]);
  processes.start("kube-scheduler", binaries["kube-scheduler"], [
    ...common,
    ...["--kubeconfig", kubeconfig("system:kube-scheduler")],
  ]);
}

/** JSON is YAML, so this is a kubeconfig. */
function kubeconfigOf(cluster: Record<string, string>, token: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "local", cluster }],
    users: [{ name: "local", user: { token } }],
    contexts: [{ name: "local", context: { cluster: "local", user: "local" } }],
    "current-context": "local",
  });
}

async function certificateIn(processes: Processes, path: string): Promise<string> {
  let text = "";
  await until("the API server made its certificate", 60, () => {
    dead(processes);
    try {
      text = readFileSync(path, "utf8");
    } catch {
      // not there yet
    }
    return Promise.resolve(text.includes("END CERTIFICATE") ? undefined : "no certificate");
  });
  return text;
}

function dead(processes: Processes): void {
  const failure = processes.failure();
  if (failure !== undefined) throw new Error(failure);
}
