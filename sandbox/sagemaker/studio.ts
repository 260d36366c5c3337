import type { DescribeDomainResponse } from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import { APP, type Apps, createApps } from "./app.ts";
import { Collection } from "./collection.ts";
import { createDomains, DOMAIN } from "./domain.ts";
import { createSpaces, SPACE, type Spaces } from "./space.ts";
import { createUserProfiles, USER_PROFILE, type UserProfiles } from "./user-profile.ts";

/** The collections of Studio, which know of each other: profiles and spaces are in domains, apps in those. */
export interface Studio {
  domains: Collection<DescribeDomainResponse>;
  profiles: UserProfiles;
  spaces: Spaces;
  apps: Apps;
}

/** Studio domains, user profiles, spaces and apps. */
export function createStudio(account: Account) {
  const studio: Studio = {
    domains: new Collection(account, DOMAIN),
    profiles: new Collection(account, USER_PROFILE),
    spaces: new Collection(account, SPACE),
    apps: new Collection(account, APP),
  };
  return [
    createDomains(account, studio),
    createUserProfiles(account, studio),
    createSpaces(account, studio),
    createApps(account, studio),
  ];
}
