import { expect } from "chai";
import { checkAddonObjects } from "../../../stacks/checks/addon-objects";
import { addonsOf } from "../../components/platform-addons/builders";

const provider = "secrets-store-csi-driver-provider-aws";

function paths(database: object, driver: object = {}) {
  const files = { url: { name: "production/database" } };
  const addons = addonsOf({
    "secrets-store-csi-driver": driver,
    [provider]: { classes: { database: { namespace: "production", files, ...database } } },
    "vertical-pod-autoscaler": { targets: { api: { namespace: "production", name: "api" } } },
  });
  return (checkAddonObjects({ addons, namespaces: { production: {} } }).problems ?? []).map(({ path }) => path);
}

describe("objects of add-ons in application namespaces", () => {
  it("find nothing wrong where the namespace is there", () => {
    expect(paths({})).to.deep.equal([]);
  });

  it("need a namespace of the stack", () => {
    expect(paths({ namespace: "prod" })).to.deep.equal([`addons.${provider}.classes.database.namespace`]);
    const addons = addonsOf({ "vertical-pod-autoscaler": { targets: { api: { namespace: "prod", name: "api" } } } });
    expect(checkAddonObjects({ addons, namespaces: { production: {} } }).problems).to.deep.equal([
      {
        path: "addons.vertical-pod-autoscaler.targets.api.namespace",
        given: '"prod"',
        why: "is not a namespace of the stack",
        set: "production",
      },
    ]);
  });

  it("SS-57: a Kubernetes Secret needs a driver that may write it", () => {
    expect(paths({ secretName: "database" })).to.deep.equal([`addons.${provider}.classes.database.secretName`]);
    expect(paths({ secretName: "database" }, { sync: true })).to.deep.equal([]);
  });
});
