/** What `sagefence policy init` writes: valid as it stands, and the same as the empty policy. */
export const STARTER_POLICY = `# yaml-language-server: $schema=./policy.schema.json
# (sagefence policy schema > policy.schema.json)
#
# Every field has a default, and this file changes none of them: it reports, and changes nothing.
# Settings that are commented out begin right after the #: take it out of what you want. \`sagefence policy validate FILE\` checks the file.
version: 1

# off: nothing happens. report: assess and tell. enforce: also do what respond says.
mode: report

# Which network is the right one. The rules subnets-approved and security-groups-approved need these lists. A subnet is
# approved by its id, as any subnet of an approved VPC, or by having every one of the tags. Replacements go to the first id.
#approvedNetwork:
#  vpcs: [vpc-0a1b2c3d4e5f60001]
#  subnets: { ids: [subnet-0a1b2c3d4e5f60001, subnet-0a1b2c3d4e5f60002], tags: { sagemaker: approved } }
#  securityGroups: [sg-0a1b2c3d4e5f60001]

# \`sagefence rules\` lists them. on, advisory (reported, never acted on), off, or more exactly:
#rules:
#  notebook-root-access-disabled: on
#  images-through-vpc: advisory
#  network-isolation-enabled: { kinds: [training-job, processing-job], severity: high }

# What happens to a finding in enforce mode; the first entry that matches counts.
# automatically: done at once, never anything destructive. propose: offered to a person.
#respond:
#  - when: { kind: notebook-instance }
#    automatically: [tag, stop]
#    propose: [recreate-beside, exempt]
#  - when: { kind: [training-job, processing-job, hyper-parameter-tuning-job] }
#    automatically: [tag, stop-before-start]
#    propose: [stop, exempt]

# Who may say yes, and for how long a question stands. No answer means no.
#approval:
#  approvers:
#    - iamRole: arn:aws:iam::111122223333:role/ml-oncall
#  expiresAfter: 4h
#  remindAfter: [1h, 3h]

# How many changes there may be in one account and hour; over that, the service tells and waits.
#limits: { perHour: { reversible: 20, destructive: 3 } }

# Known exceptions. Each needs an owner, a reason and a last day.
#exemptions:
#  - resource: arn:aws:sagemaker:*:111122223333:notebook-instance/demo-*
#    rules: [notebook-no-direct-internet]
#    owner: jane@example.com
#    reason: public demo, no data
#    expires: 2027-01-31
`;
