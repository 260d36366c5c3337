/**
 * A plugin of the packaging tool: takes out each DependsOn that a Ref or GetAtt in the resource's properties
 * already enforces, which cfn-lint reports (W3005).
 */
class PlainDependencies {
  constructor(serverless) {
    this.hooks = {
      "after:aws:package:finalize:mergeCustomProviderResources": () => {
        const { Resources } = serverless.service.provider.compiledCloudFormationTemplate;
        for (const resource of Object.values(Resources)) dropEnforced(resource);
      },
    };
  }
}

function dropEnforced(resource) {
  if (resource.DependsOn === undefined) return;
  const named = namesIn(resource.Properties ?? {});
  const kept = [resource.DependsOn].flat().filter((id) => !named.has(id));
  if (kept.length === 0) delete resource.DependsOn;
  else resource.DependsOn = kept;
}

/** Logical ids that intrinsic functions anywhere in a value name. */
function namesIn(value, names = new Set()) {
  if (typeof value !== "object" || value === null) return names;
  if (typeof value.Ref === "string") names.add(value.Ref);
  const attribute = value["Fn::GetAtt"];
  if (attribute !== undefined) names.add(Array.isArray(attribute) ? attribute[0] : attribute.split(".")[0]);
  for (const member of Object.values(value)) namesIn(member, names);
  return names;
}

module.exports = PlainDependencies;
