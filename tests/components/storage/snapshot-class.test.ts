import { expect } from "chai";
import { withoutSnapshots } from "../../../components/platform-addons/catalog/velero/schedules";
import { Storage } from "../../../components/storage/storage";
import { recorded } from "../../support/record";
import { storageArgs } from "./builders";

const type = "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass";
const built = (classes: Record<string, unknown>, snapshots?: boolean) =>
  recorded(
    () => new Storage("storage", { ...storageArgs(classes), ...(snapshots === undefined ? {} : { snapshots }) }),
  );

describe("Storage, snapshots", () => {
  it("volumes of EBS have a snapshot class, the default of its driver", async () => {
    const { metadata, driver } = (await built({ gp3: { type: "gp3", default: true } }, true)).inputs(type);
    expect(driver).to.equal("ebs.csi.aws.com");
    expect(metadata.name).to.equal("ebs");
    // KP-58: the class that Velero takes.
    expect(metadata.labels).to.include({ "velero.io/csi-volumesnapshot-class": "true" });
    expect(metadata.annotations).to.include({
      "platform/config-path": "managedAddons.snapshots",
      "snapshot.storage.kubernetes.io/is-default-class": "true",
    });
  });

  it("KP-58: drivers without a snapshot class are those whose volumes Velero leaves out", async () => {
    const program = await built({ gp3: { type: "gp3", default: true }, files: { type: "efs" } }, true);
    const of = (kind: string, key: string) => program.ofType(kind).map(({ name }) => program.inputs(kind, name)[key]);
    const drivers = of(type, "driver");
    const others = of("kubernetes:storage.k8s.io/v1:StorageClass", "provisioner").filter(
      (one) => !drivers.includes(one),
    );
    expect(others).to.deep.equal([...withoutSnapshots]);
  });

  it("snapshots outlive their objects where volumes outlive their claims", async () => {
    const policy = async (reclaimPolicy: string) =>
      (await built({ gp3: { type: "gp3", default: true, reclaimPolicy } }, true)).inputs(type).deletionPolicy;
    expect(await policy("Retain")).to.equal("Retain");
    expect(await policy("Delete")).to.equal("Delete");
  });

  it("without the add-on there is no class, whose kind would be unknown", async () => {
    expect((await built({ gp3: { type: "gp3" } })).ofType(type)).to.deep.equal([]);
    expect((await built({ gp3: { type: "gp3" } }, false)).ofType(type)).to.deep.equal([]);
  });
});
