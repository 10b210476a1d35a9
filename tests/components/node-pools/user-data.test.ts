import { expect } from "chai";
import { parse } from "yaml";
import { toml } from "../../../components/node-pools/toml";
import { nodeConfig, userData } from "../../../components/node-pools/user-data";
import { spec } from "./builders";

const kp11 = {
  maxPods: 110,
  podsPerCore: 0,
  cpuManagerPolicy: "static",
  memoryManagerPolicy: "Static",
  reservedMemory: "1565Mi",
};

describe("user data of Amazon Linux 2023", () => {
  it("is one MIME part of nodeadm's type, which holds the NodeConfig and nothing of the cluster", () => {
    const text = userData(spec());
    const [head, part, rest] = text.split("--BOUNDARY");
    expect(head).to.equal('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="BOUNDARY"\n\n');
    expect(part).to.match(/^\nContent-Type: application\/node\.eks\.aws\n\n---\n/);
    expect(rest).to.equal("--\n");
    expect(parse(part?.split("---\n")[1] ?? "")).to.deep.equal({
      apiVersion: "node.eks.aws/v1alpha1",
      kind: "NodeConfig",
      spec: { kubelet: { maxPodsExpression: "110", config: { maxPods: 110 } } },
    });
  });

  it("KP-11, KP-12: carries the kubelet settings and the reservation to the kubelet", () => {
    const config = nodeConfig(spec({ kubelet: { ...kp11, kubeAPIQPS: 50, kubeAPIBurst: 100 } }));
    expect(config.spec).to.deep.equal({
      kubelet: {
        maxPodsExpression: "110",
        config: {
          maxPods: 110,
          cpuManagerPolicy: "static",
          memoryManagerPolicy: "Static",
          reservedMemory: [{ numaNode: 0, limits: { memory: "1565Mi" } }],
          kubeAPIQPS: 50,
          kubeAPIBurst: 100,
        },
      },
    });
  });

  it("fills up a reservation that is said in part with AWS's figures", () => {
    const config = nodeConfig(spec({ kubelet: { kubeReserved: { memory: "2Gi" }, systemReserved: { cpu: "100m" } } }));
    expect(config.spec).to.have.nested.property("kubelet.config.kubeReserved").that.deep.equals({
      cpu: "70m",
      memory: "2Gi",
      "ephemeral-storage": "1Gi",
    });
    expect(config.spec).to.have.nested.property("kubelet.config.systemReserved").that.deep.equals({ cpu: "100m" });
  });

  it("TB-9: joins the local disks where a pool asks for it", () => {
    const config = nodeConfig(spec({ instanceTypes: ["i4i.large"], localDisks: "raid0" }));
    expect(config.spec).to.have.nested.property("instance.localStorage.strategy", "RAID0");
  });
});

describe("user data of Bottlerocket", () => {
  it("KP-11, KP-12: says the same in TOML", () => {
    const text = userData(spec({ os: "bottlerocket", kubelet: { ...kp11, kubeAPIQPS: 50, kubeAPIBurst: 100 } }));
    expect(text).to.equal(
      [
        "[settings.kubernetes]",
        "max-pods = 110",
        'cpu-manager-policy = "static"',
        'memory-manager-policy = "Static"',
        "kube-api-qps = 50",
        "kube-api-burst = 100",
        "",
        "[settings.kubernetes.memory-manager-reserved-memory.0]",
        "enabled = true",
        'memory = "1565Mi"',
        "",
      ].join("\n"),
    );
  });

  it("TB-9: joins the local disks by its own commands", () => {
    const text = userData(spec({ os: "bottlerocket", instanceTypes: ["i4i.large"], localDisks: "raid0" }));
    expect(text).to.include('[settings.bootstrap-commands.mount-instance-storage]\ncommands = [["apiclient", ');
  });

  it("refuses what EKS can't read in TOML instead of writing it", () => {
    expect(() => toml({ "a.b": 1 })).to.throw(RangeError, '"a.b" is no bare TOML key');
    expect(() => toml({ a: 'say "x"' })).to.throw(RangeError, "can't be written");
  });
});
