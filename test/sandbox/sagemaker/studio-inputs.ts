import { domainInput, type TestAccount } from "./account.ts";

type Answer = Record<string, unknown>;

/** A domain in service; its id. */
export async function createDomain(account: TestAccount, name = "studio", more: Answer = {}): Promise<string> {
  const { DomainId } = await account.call("CreateDomain", domainInput(name, more));
  account.time.advance(3_000);
  return String(DomainId);
}

export async function createProfile(account: TestAccount, DomainId: string, UserProfileName = "Jane"): Promise<void> {
  await account.call("CreateUserProfile", { DomainId, UserProfileName });
  account.time.advance(1_000);
}

export async function createSpace(account: TestAccount, DomainId: string, SpaceName = "lab"): Promise<void> {
  await account.call("CreateSpace", { DomainId, SpaceName });
  account.time.advance(1_000);
}

/** An app in service in a profile, of which there must be one. */
export async function createApp(account: TestAccount, DomainId: string, UserProfileName = "Jane"): Promise<void> {
  await account.call("CreateApp", { DomainId, UserProfileName, AppType: "JupyterServer", AppName: "default" });
  account.time.advance(3_000);
}
