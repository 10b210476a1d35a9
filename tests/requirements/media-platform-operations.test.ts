import { expect } from "./support/mutations";
import { commands, lacking, row, section } from "./support/pages";
import { Platform } from "./support/platform";

describe("examples/media-platform: environments, delivery and operations", () => {
  const platform = new Platform("media-platform");
  const releases = (heading: string) => section(platform.file("docs/releases.md"), heading);
  const operations = (heading: string) => commands(section(platform.file("docs/runbooks/operations.md"), heading));
  const sizing = () => platform.file("docs/right-sizing.md");

  platform.met("MP-4 at hand: Helm 3.x, kubectl, istioctl, and the AWS CLI with credentials", () => {
    const page = section(platform.file("docs/going-live.md"), "What must be on the machine");
    const tools = ["| AWS CLI |", "| kubectl |", "| Helm |", "| 3.x |", "| istioctl |", "aws sts get-caller-identity"];
    expect(lacking(page, tools)).to.deep.equal([]);
  });

  platform.succeeded(
    "MP-13 development, staging and production, one file each",
    "a file has all services of an environment, so that two environments can be compared",
    () => {
      const tiers = ["development", "staging", "production"].map((stack) => {
        const text = platform.file(`examples/media-platform/Pulumi.${stack}.yaml`);
        return /^ {2}platform:tier: (\S+)$/m.exec(text)?.[1];
      });
      expect(tiers).to.deep.equal(["development", "staging", "production"]);
      expect(row(platform.file("docs/releases.md"), "`values-<environment>.yaml`")[1]).to.equal(
        "`Pulumi.<stack>.yaml`",
      );
    },
  );

  const sized: Record<string, [title: string, ...phrases: string[]]> = {
    "MP-29": [
      "CPU requests are set from what was measured: the 95th percentile of a week",
      "kubectl top pods -n production --containers",
      "quantile_over_time(0.95, sum by (pod) (rate(container_cpu_usage_seconds_total",
    ],
    "MP-30": [
      "memory limits are above every burst that was seen",
      "`limits.memory` | above every burst that was seen",
      "max_over_time(container_memory_working_set_bytes",
    ],
    "MP-31": ["a JVM takes 75 % of its container's memory", "-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"],
  };
  for (const [id, [title, ...phrases]] of Object.entries(sized))
    platform.met(`${id} ${title}`, () => {
      expect(lacking(sizing(), phrases)).to.deep.equal([]);
    });

  const successors: Record<string, [title: string, why: string, ...rows: [was: string, is: string][]]> = {
    "MP-61": [
      "what each folder of charts, of Istio, of the VPA and of scripts became",
      "one program in place of charts and scripts",
      [
        "`k8s/helm/<service>/`, `k8s/helm/common/`",
        "`platform:services.<service>`; what is common is `components/app-service/`",
      ],
      ["`k8s/istio/`, `k8s/vpa/`", "`addons.istiod`, `namespaces.<name>.mesh`; `services.<service>.recommend`"],
      ["`k8s/scripts/`, `k8s/README.md`", "`pulumi up`; `docs/`"],
    ],
    "MP-62": [
      "everything is deployed by pulumi up, staging by --stack staging",
      "one program in place of the script",
      ["`./k8s/scripts/deploy.sh`", "`pulumi up --stack production`"],
      ["`ENVIRONMENT=staging ./k8s/scripts/deploy.sh`", "`pulumi up --stack staging`"],
    ],
    "MP-63": [
      "Istio, then the namespace, then the services",
      "the order is in the program, nobody keeps it by hand",
      [
        "Istio, then the namespace, then three charts by hand",
        "the same order, by `dependsOn`: definitions, mesh, namespaces, services ([architecture.md](architecture.md))",
      ],
    ],
    "MP-64": [
      "api-service alone, by --target",
      "a service is a component in place of a chart",
      [
        "`helm upgrade --install api-service k8s/helm/api-service/ --namespace production --values k8s/helm/api-service/values-production.yaml`",
        "`pulumi up --stack production --target '**api-service**'`, or without `--target` for everything that changed",
      ],
    ],
    "MP-65": [
      "media-service alone, by --target",
      "a service is a component in place of a chart",
      [
        "`helm upgrade --install media-service k8s/helm/media-service/ --namespace production --values k8s/helm/media-service/values-production.yaml`",
        "`pulumi up --stack production --target '**media-service**'`",
      ],
    ],
    "MP-67": [
      "v1.1.0 is set in the YAML, and rolls without downtime",
      "the tag is a value of the config",
      [
        "`helm upgrade api-service k8s/helm/api-service/ --namespace production --set image.tag=v1.1.0`",
        "`pulumi config set --path 'platform:services.api-service.image.tag' v1.1.0 --stack production`, then `pulumi up`",
      ],
    ],
  };
  for (const [id, [title, why, ...rows]] of Object.entries(successors))
    platform.succeeded(`${id} ${title}`, why, () => {
      for (const [was, is] of rows) expect(row(platform.file("docs/releases.md"), was)).to.deep.equal([was, is]);
    });

  platform.succeeded(
    "MP-66 the workers alone, by --target",
    "the three workers of the chart are three services of one image",
    () => {
      const was =
        "`helm upgrade --install worker-service k8s/helm/worker-service/ --namespace production --values k8s/helm/worker-service/values-production.yaml`";
      const targets = ["media-processor", "outbox-processor", "data-export"].map((name) => `--target '**${name}**'`);
      expect(row(platform.file("docs/releases.md"), was)[1]).to.equal(
        `\`pulumi up --stack production ${targets.join(" ")}\``,
      );
    },
  );

  platform.met(
    "MP-68 a change is tried in development, made in every environment's file, rendered and analyzed",
    () => {
      expect(commands(releases("Environments"))).to.deep.equal([
        "npm run preview -- development --config-file examples/media-platform/Pulumi.development.yaml",
        "npm run preview -- staging",
        "npm run preview -- production",
        "npm run render -- production --charts charts",
        "istioctl analyze -n production",
      ]);
    },
  );

  platform.met("MP-69 the configuration is recoverable from Git at any commit", () => {
    const phrases = ["recoverable from Git at any commit", "`git checkout COMMIT` and `pulumi up`"];
    expect(lacking(releases("Environments"), phrases)).to.deep.equal([]);
  });

  const runbook: Record<string, [title: string, heading: string, ...lines: string[]]> = {
    "MP-72": [
      "a pod that does not start: what it is, and its logs",
      "A pod that does not start",
      "kubectl describe pod POD -n NS",
      "kubectl logs POD -n NS -c CONTAINER",
    ],
    "MP-74": [
      "an HPA that does not scale: what it is, and what its pods use",
      "The autoscaler does not scale",
      "kubectl describe hpa SERVICE -n NS",
      "kubectl top pods -n NS",
    ],
    "MP-76": [
      "after a deployment: its rollout, events and use",
      "After a deployment",
      "kubectl rollout status deployment/SERVICE -n NS",
      "kubectl get events -n NS --sort-by='.lastTimestamp'",
      "kubectl top pods -n NS",
    ],
  };
  for (const [id, [title, heading, ...lines]] of Object.entries(runbook))
    platform.met(`${id} ${title}`, () => {
      expect(operations(heading)).to.include.members(lines);
    });

  platform.succeeded(
    "MP-73 the mesh in doubt: state of all proxies, and what one knows of clusters",
    "-n of proxy-status names the namespace of istiod",
    () => {
      expect(operations("The mesh")).to.include.members([
        "istioctl proxy-status -n istio-system",
        "istioctl proxy-config cluster POD -n NS",
      ]);
    },
  );

  platform.succeeded(
    "MP-75 general checks: the mesh, its rules, use of nodes and pods, endpoints of a service",
    "EndpointSlices in place of Endpoints, which are deprecated since Kubernetes 1.33",
    () => {
      const all = commands(platform.file("docs/runbooks/operations.md"));
      expect(all).to.include.members([
        "istioctl analyze -n NS",
        "kubectl get destinationrules -n NS -o yaml",
        "kubectl top nodes",
        "kubectl top pods -n NS",
        "kubectl get endpointslices -n NS -l kubernetes.io/service-name=SERVICE",
      ]);
    },
  );

  platform.met("MP-77 first the guide, then logs and events, then the platform team, then an issue", () => {
    const page = section(platform.file("docs/runbooks/operations.md"), "Who to ask");
    const steps = [...page.matchAll(/^\d\. ([^,.]+)/gm)].map(([, step]) => step);
    expect(steps).to.deep.equal([
      "This guide and the page of the alert",
      "Logs and events",
      "The platform team",
      "An issue in this repository",
    ]);
  });
});
