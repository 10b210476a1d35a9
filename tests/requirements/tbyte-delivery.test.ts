import { expect } from "./support/mutations";
import { lacking, row, section } from "./support/pages";
import { type Json, kube, Platform } from "./support/platform";

describe("examples/tbyte: delivery and cost", () => {
  const platform = new Platform("tbyte");
  const { of, spec } = platform;

  const root = () => spec("kubernetes:argoproj.io/v1alpha1:Application")["source"] as Json;
  const app = (name: string) => root()["helm"].valuesObject.applications[name] as Json;
  const wave = (name: string) => app(name)["additionalAnnotations"]["argocd.argoproj.io/sync-wave"] as string;
  const releases = (heading: string) => section(platform.file("docs/releases.md"), heading);
  const steps = (workflow: string) =>
    [...platform.file(`.github/workflows/${workflow}.yml`).matchAll(/^ {10}command: (\S+)$/gm)].map(([, one]) => one);
  const recommended = (name: string) => {
    const { targetRef, updatePolicy } = spec(kube.recommendation, `${name}-recommendation`);
    return [targetRef.kind, targetRef.name, updatePolicy.updateMode] as unknown[];
  };

  platform.met("TB-86 one repository tbyte: manifests below apps/, Argo CD's applications below argocd-apps/", () => {
    const { repoURL, path } = app("applications")["source"];
    expect([repoURL, path]).to.deep.equal(["https://github.com/your-organization/tbyte", "apps"]);
    const phrases = ["npm run preview -- production --manifests out", "below `apps/`", "into `argocd-apps/`"];
    expect(lacking(releases("One version"), phrases)).to.deep.equal([]);
  });

  platform.succeeded(
    "TB-87 GitHub Actions: preview, up, the application's settings; then Argo CD takes over",
    "Pulumi in place of Terraform; settings and infrastructure are one file",
    () => {
      expect([steps("preview"), steps("up-stack")]).to.deep.equal([["preview"], ["up"]]);
      const order = ["plan", "apply", "update of the application's settings", "Argo CD takes over"];
      const page = releases("One version");
      expect(order.map((step) => row(page, `| ${step} `)[0])).to.deep.equal(order);
    },
  );

  platform.met("TB-88 Argo CD delivers by an app-of-apps with sync waves; the services are in the last", () => {
    expect([root()["chart"], of("kubernetes:argoproj.io/v1alpha1:Application")["metadata"].name]).to.deep.equal([
      "argocd-apps",
      "platform",
    ]);
    const { syncPolicy, project } = app("applications");
    expect([project, wave("applications")]).to.deep.equal(["applications", "3"]);
    expect(syncPolicy.automated).to.deep.equal({ prune: true, selfHeal: true });
  });

  platform.succeeded(
    "TB-89 wave 1 has Karpenter and KEDA, wave 0 the Secrets Store CSI driver",
    "others of wave 1 mount by the driver",
    () => {
      expect(["karpenter", "keda", "secrets-store-csi-driver"].map(wave)).to.deep.equal(["1", "1", "0"]);
    },
  );

  platform.succeeded(
    "TB-90 wave 2 has the Prometheus stack and Loki; the program installs Vault before",
    "a sealed Vault would hold back the waves after it; the loki-stack chart has ended, loki is its successor",
    () => {
      expect(["kube-prometheus-stack", "loki"].map(wave)).to.deep.equal(["2", "2"]);
      expect(of(kube.chart, "addons-vault")["namespace"]).to.equal("vault");
      expect(app("loki")["source"].chart).to.equal("loki");
    },
  );

  platform.succeeded(
    "TB-91 wave 3 has what is below apps/: frontend and backend",
    "PostgreSQL is RDS, which Argo CD does not deliver (TB-N5)",
    () => {
      expect([wave("applications"), app("applications")["source"].path]).to.deep.equal(["3", "apps"]);
      const { destinations } = spec(
        "kubernetes:argoproj.io/v1alpha1:AppProject",
        "addons-delivery-appproject-argocd-applications",
      );
      expect(destinations.map(({ namespace }: Json) => namespace as string)).to.deep.equal(["tbyte"]);
    },
  );

  platform.met("TB-93 blue-green: blue has all requests until the switch, then green has all", () => {
    const phrases = [
      "blueGreen: { promote: manual, keepOldSeconds: 3600 }",
      "Blue has all requests until green is promoted; then green has all.",
    ];
    expect(lacking(releases("Blue-green"), phrases)).to.deep.equal([]);
  });

  platform.met("TB-94 canary: the new version has 10 %, the old one 90 %", () => {
    const phrases = [
      "canary: steps: [{ weight: 10, pause: 3m }",
      "The new version gets 10 % of the requests",
      "kubectl argo rollouts get rollout api -n production --watch",
    ];
    expect(lacking(releases("Canary"), phrases)).to.deep.equal([]);
  });

  platform.met("TB-95 a canary is judged by success rate, latency and errors, and taken back by itself", () => {
    const phrases = [
      "success rate, latency and errors of the new version against the old one, and takes it back by itself",
      "less than 99 % success, p99 above the objective, or one point more errors",
    ];
    expect(lacking(releases("Canary"), phrases)).to.deep.equal([]);
  });

  const sized: Record<string, [what: string, today: string, share: string]> = {
    "TB-96": ["CPU", "100m", "30 %"],
    "TB-97": ["memory", "128Mi", "25 %"],
  };
  for (const [id, [what, today, share]] of Object.entries(sized))
    platform.met(
      `${id} ${what} requests of ${today} are right-sized from what is used: ${share} less requested`,
      () => {
        for (const name of ["frontend", "backend"]) {
          const { requests } = platform.container(kube.deployment, name)["resources"];
          expect(requests[what.toLowerCase()], name).to.equal(today);
          expect(recommended(name)).to.deep.equal(["Deployment", name, "Off"]);
        }
        expect(platform.saving(`${what} requests right-sized`).arithmetic).to.equal(
          `half of the worker nodes, $86.61, is paid for ${what} × ${share} less requested`,
        );
      },
    );

  platform.succeeded(
    "TB-98 nodes used to 85 % and not 60 %: 29.4 % of the worker nodes",
    "1 - 60/85 is 29 %, not 40 (TB-N14)",
    () => {
      const { arithmetic, savesUsd } = platform.saving("worker nodes used to 85 % and not 60 %");
      expect(arithmetic).to.equal("worker nodes $173.23 × (1 - 60/85) = 29.4 %");
      expect(savesUsd).to.equal(50.95);
    },
  );

  platform.met("TB-99 volumes are gp3 and not gp2: 20 % less", () => {
    const { arithmetic, savesUsd } = platform.saving("volumes gp3 and not gp2");
    expect(arithmetic).to.equal("676 GB × ($0.1 - $0.08) = 20 %");
    expect(savesUsd).to.equal(13.52);
  });

  platform.succeeded(
    "TB-100 compressed answers: 15 % of the traffic to the internet",
    "Envoy compresses, an ALB can't (TB-N10)",
    () => {
      const { arithmetic, savesUsd } = platform.saving("compressed answers at the gateways");
      expect(arithmetic).to.equal("500 GB × $0.09 × 15 %");
      expect(savesUsd).to.equal(6.75);
      const { compressor } = spec("kubernetes:gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy");
      expect(compressor).to.deep.equal([{ type: "Brotli" }, { type: "Gzip" }]);
    },
  );
});
