import { lacking } from "./support/pages";
import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const services = ["identity-service", "frontend"];
const binding = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding";
const levels = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/audit": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
};

describe("examples/kubernetes-platform: storage, namespaces, policies and rights", () => {
  const platform = new Platform("kubernetes-platform");
  const { of, spec, container } = platform;

  platform.met("KP-18 the class fast-ssd: gp3, 3000, 125, encrypted, WaitForFirstConsumer, expandable", () => {
    const { metadata, parameters, provisioner, volumeBindingMode, allowVolumeExpansion } = of(
      kube.class,
      "storage-fast-ssd",
    );
    expect([metadata.name, provisioner]).to.deep.equal(["fast-ssd", "ebs.csi.aws.com"]);
    expect(parameters).to.include({ type: "gp3", iops: "3000", throughput: "125", encrypted: "true" });
    expect([volumeBindingMode, allowVolumeExpansion]).to.deep.equal(["WaitForFirstConsumer", true]);
  });

  platform.succeeded(
    "KP-19 100Gi of fast-ssd for each copy of the database, claimed by the operator as ReadWriteOnce",
    "one claim for three copies would be one volume (KP-N10)",
    () => {
      const { storage, instances } = spec("kubernetes:postgresql.cnpg.io/v1:Cluster");
      expect(storage).to.deep.equal({ size: "100Gi", storageClass: "fast-ssd" });
      expect(instances).to.equal(3);
    },
  );

  platform.met("KP-20 the namespace production, with the labels of restricted", () => {
    const { name, labels } = of(kube.namespace, "namespaces-production")["metadata"];
    expect(name).to.equal("production");
    expect(labels).to.include(levels);
  });

  platform.met("KP-21 default has network policies and RBAC objects, and is denied everything", () => {
    const objects = [
      [kube.policy, "namespaces-default-policy-default-deny-all"],
      ["kubernetes:core/v1:ServiceAccount", "namespaces-default-account-app-service-account"],
      ["kubernetes:rbac.authorization.k8s.io/v1:Role", "namespaces-default-role-app-role"],
      ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "namespaces-default-binding-app-role"],
    ] as const;
    for (const [type, name] of objects) expect(of(type, name)["metadata"].namespace, name).to.equal("default");
  });

  platform.met("KP-22 the namespace staging, which the backup covers", () => {
    expect(of(kube.namespace, "namespaces-staging")["metadata"].name).to.equal("staging");
    expect(spec(kube.schedule)["template"].includedNamespaces).to.include("staging");
  });

  platform.succeeded(
    "KP-23 metrics, node scaling and load balancers are Guaranteed; of every other add-on the memory is reserved whole",
    "a limit of CPU would slow down what the others need at their peaks",
    () => {
      for (const name of ["metrics-server", "aws-load-balancer-controller", "cluster-autoscaler"]) {
        const { requests, limits } = platform.values(`addons-${name}`)["resources"];
        expect(requests, name).to.have.all.keys("cpu", "memory");
        expect(limits, name).to.deep.equal(requests);
      }
      for (const name of ["external-dns", "argo-rollouts", "cloudnative-pg", "velero"]) {
        const values = platform.values(`addons-${name}`);
        const { requests, limits } = values["resources"] ?? values["controller"].resources;
        expect(limits.memory, name).to.equal(requests.memory);
      }
    },
  );

  platform.met("KP-24 services are Burstable: they request less than they may use", () => {
    for (const service of services) {
      const { requests, limits } = container(kube.deployment, service)["resources"];
      expect([requests.cpu, limits.cpu], service).to.deep.equal(["100m", "400m"]);
    }
    const { requests, limits } = container(kube.rollout, "api-gateway")["resources"];
    expect([requests.cpu, limits.cpu]).to.deep.equal(["250m", "500m"]);
    expect([requests.memory, limits.memory]).to.deep.equal(["256Mi", "512Mi"]);
  });

  platform.met("KP-25 batch jobs are BestEffort, in a namespace that admits 20 such pods and no other (KP-N14)", () => {
    const { metadata, spec: job } = of("kubernetes:batch/v1:CronJob", "reports");
    const { requests, limits } = job.jobTemplate.spec.template.spec.containers[0].resources;
    expect(requests).to.deep.equal({ "ephemeral-storage": "256Mi" });
    expect(limits).to.deep.equal({ "ephemeral-storage": "256Mi" });
    expect(metadata.namespace).to.equal("batch");
    const quota = "kubernetes:core/v1:ResourceQuota";
    expect(spec(quota, "namespaces-batch-quota")).to.deep.equal({ hard: { pods: "20" }, scopes: ["BestEffort"] });
    expect(spec(quota, "namespaces-batch-quota-with-requests")).to.deep.equal({
      hard: { pods: "0" },
      scopes: ["NotBestEffort"],
    });
    const range = spec("kubernetes:core/v1:LimitRange", "namespaces-batch-container-limits");
    expect(range["limits"]).to.deep.equal([{ type: "Container" }]);
  });

  platform.met("KP-37 Calico enforces the network policies, and the VPC CNI does not", () => {
    expect(of(kube.release, "addons-calico")["chart"]).to.equal("tigera-operator");
    const cni = of("aws:eks/addon:Addon", "networking-addons-vpc-cni")["configurationValues"] as string;
    expect((JSON.parse(cni) as Json)["enableNetworkPolicy"]).to.equal("false");
  });

  platform.met(
    "KP-38 default-deny-all in default, for all pods, Ingress and Egress; and where the pods are (KP-N4)",
    () => {
      for (const namespace of ["default", "production", "staging"]) {
        const denied = of(kube.policy, `namespaces-${namespace}-policy-default-deny-all`);
        expect([denied["metadata"].name, denied["metadata"].namespace]).to.deep.equal(["default-deny-all", namespace]);
        expect(denied["spec"]).to.deep.equal({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
      }
    },
  );

  platform.succeeded(
    "KP-39 api-gateway may reach identity-service on TCP 8080, in production",
    "the services are not in default (KP-N4)",
    () => {
      const { metadata, spec: policy } = of(kube.policy, "api-gateway");
      expect(metadata.namespace).to.equal("production");
      expect(policy.podSelector.matchLabels).to.deep.equal({ "app.kubernetes.io/name": "api-gateway" });
      expect(policy.policyTypes).to.include("Egress");
      const open = policy.egress.filter(
        ({ to }: Json) => to[0].podSelector.matchLabels["app.kubernetes.io/name"] === "identity-service",
      );
      expect(open.map(({ ports }: Json) => ports as unknown)).to.deep.equal([[{ port: 8080, protocol: "TCP" }]]);
    },
  );

  platform.met("KP-40 the service account app-service-account in default", () => {
    const { metadata } = of("kubernetes:core/v1:ServiceAccount", "namespaces-default-account-app-service-account");
    expect([metadata.name, metadata.namespace]).to.deep.equal(["app-service-account", "default"]);
  });

  platform.succeeded(
    "KP-41 app-role in default may get and list ConfigMaps",
    "to list Secrets is to read them all, which is more than the least (KP-N6)",
    () => {
      const { metadata, rules } = of(
        "kubernetes:rbac.authorization.k8s.io/v1:Role",
        "namespaces-default-role-app-role",
      );
      expect([metadata.name, metadata.namespace]).to.deep.equal(["app-role", "default"]);
      expect(rules).to.deep.equal([{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] }]);
    },
  );

  platform.succeeded(
    "KP-42 app-role is bound to app-service-account in default",
    "a binding has the name of its role, app-role",
    () => {
      const { metadata, roleRef, subjects } = of(
        "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
        "namespaces-default-binding-app-role",
      );
      expect([metadata.name, metadata.namespace]).to.deep.equal(["app-role", "default"]);
      expect(roleRef).to.deep.equal({ apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "app-role" });
      expect(subjects).to.deep.equal([{ kind: "ServiceAccount", name: "app-service-account", namespace: "default" }]);
    },
  );

  platform.met("KP-43 enforce, audit and warn are restricted on production", () => {
    expect(of(kube.namespace, "namespaces-production")["metadata"].labels).to.include(levels);
  });

  platform.met("KP-44 images are scanned by Trivy before the push, or by Grype, and by ECR at the push", () => {
    const missing = lacking(platform.file("docs/images.md"), [
      "aquasecurity/trivy-action@",
      'severity: CRITICAL,HIGH ignore-unfixed: true exit-code: "1"',
      "trivy image --severity CRITICAL,HIGH --ignore-unfixed --exit-code 1",
      "--only-fixed --fail-on high",
    ]);
    expect(missing).to.deep.equal([]);
    const repositories = platform.all("aws:ecr/repository:Repository");
    const scanned = repositories.map(({ inputs }) => inputs["imageScanningConfiguration"].scanOnPush as unknown);
    expect(scanned).to.deep.equal([true, true, true, true]);
  });

  platform.met("KP-45 Falco watches every node while it runs", () => {
    const { chart, values } = of(kube.chart, "addons-falco");
    expect([chart, values.driver.kind]).to.deep.equal(["falco", "modern_ebpf"]);
    expect(values.tolerations).to.deep.equal([{ operator: "Exists" }]);
  });

  platform.succeeded(
    "KP-46 policies are enforced at admission, by the API server itself",
    "a ValidatingAdmissionPolicy needs no Gatekeeper, whose webhook can be away",
    () => {
      const denying = platform
        .all(binding)
        .map(({ name }) => spec(binding, name))
        .filter(({ validationActions }) => validationActions.includes("Deny"));
      expect(denying.map(({ policyName }) => policyName as string)).to.have.members([
        "platform-workloads",
        "platform-namespaces",
        "platform-config-maps",
      ]);
    },
  );
});
