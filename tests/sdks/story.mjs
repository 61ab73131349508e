// The founding story as the JavaScript SDK v3 tells it, against AWS_ENDPOINT_URL with no other configuration.
// Prints one JSON object: what each step saw.
import { CreateIpamCommand, DescribeIpamsCommand, DeleteIpamCommand, DisableIpamOrganizationAdminAccountCommand,
  EC2Client, EnableIpamOrganizationAdminAccountCommand } from "@aws-sdk/client-ec2";
import { DeleteServiceLinkedRoleCommand, GetRoleCommand, GetServiceLinkedRoleDeletionStatusCommand,
  IAMClient } from "@aws-sdk/client-iam";
import { CreateAccountCommand, CreateOrganizationCommand, DescribeCreateAccountStatusCommand,
  DisableAWSServiceAccessCommand, EnableAWSServiceAccessCommand, ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand, OrganizationsClient,
  RegisterDelegatedAdministratorCommand } from "@aws-sdk/client-organizations";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const IPAM = "ipam.amazonaws.com";
const ROLE = "AWSServiceRoleForIPAM";
const MANAGEMENT = process.env.AWS_ACCESS_KEY_ID;
const as = (accountId) => ({ credentials: { accessKeyId: accountId, secretAccessKey: "any" }, maxAttempts: 1 });
const organizations = new OrganizationsClient({ maxAttempts: 1 });
const ec2 = new EC2Client({ maxAttempts: 1 });

/** The code (and reason) of a refused call; "accepted" if it was not refused. */
async function refusal(call) {
  try {
    await call;
    return "accepted";
  } catch (error) {
    return [error.name, error.Reason].filter(Boolean).join("/");
  }
}

async function newAccount(name) {
  const email = `${name}@example.com`;
  const { CreateAccountStatus: asked } = await organizations.send(
    new CreateAccountCommand({ AccountName: name, Email: email }));
  const { CreateAccountStatus: done } = await organizations.send(
    new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: asked.Id }));
  return { asked: asked.State, accountId: done.AccountId };
}

async function hasRole(accountId) {
  const iam = new IAMClient(as(accountId));
  return (await refusal(iam.send(new GetRoleCommand({ RoleName: ROLE })))) === "accepted";
}

async function deleteRole(accountId) {
  const iam = new IAMClient(as(accountId));
  const { DeletionTaskId } = await iam.send(new DeleteServiceLinkedRoleCommand({ RoleName: ROLE }));
  const { Status } = await iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }));
  return Status;
}

const saw = {};
saw.identity = (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Account;
await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
const network = await newAccount("network");
const workload = await newAccount("workload");
saw.creation = network.asked;
const everyone = [MANAGEMENT, network.accountId, workload.accountId];

// 1. only IPAM's own call makes the integration
saw.enableAccess = await refusal(organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: IPAM })));
const register = new RegisterDelegatedAdministratorCommand({ AccountId: network.accountId, ServicePrincipal: IPAM });
saw.registerFirst = await refusal(organizations.send(register));

// 2. and it makes all of it
const designate = { DelegatedAdminAccountId: network.accountId };
saw.dryRun = await refusal(ec2.send(new EnableIpamOrganizationAdminAccountCommand({ ...designate, DryRun: true })));
saw.designated = (await ec2.send(new EnableIpamOrganizationAdminAccountCommand(designate))).Success;
saw.trusted = (await organizations.send(new ListAWSServiceAccessForOrganizationCommand({})))
  .EnabledServicePrincipals.map((row) => row.ServicePrincipal);
saw.administrators = (await organizations.send(new ListDelegatedAdministratorsCommand({ ServicePrincipal: IPAM })))
  .DelegatedAdministrators.map((row) => row.Id === network.accountId);
saw.roles = await Promise.all(everyone.map(hasRole));

// 3. also in an account that comes later
const late = await newAccount("late");
everyone.push(late.accountId);
saw.lateRole = await hasRole(late.accountId);

// 4. a second administrator, a wrong caller, the administrator's IPAM, and a session in a member account
saw.second = await refusal(ec2.send(
  new EnableIpamOrganizationAdminAccountCommand({ DelegatedAdminAccountId: workload.accountId })));
saw.wrongCaller = await refusal(
  new EC2Client(as(workload.accountId)).send(new EnableIpamOrganizationAdminAccountCommand(designate)));
const networkEc2 = new EC2Client(as(network.accountId));
const { Ipam } = await networkEc2.send(new CreateIpamCommand({ OperatingRegions: [{ RegionName: "eu-west-1" }] }));
saw.ipam = [Ipam.State, Ipam.ScopeCount];
saw.described = (await networkEc2.send(new DescribeIpamsCommand({}))).Ipams.map((ipam) => ipam.State);
const { Credentials } = await new STSClient({}).send(new AssumeRoleCommand({
  RoleArn: `arn:aws:iam::${workload.accountId}:role/OrganizationAccountAccessRole`, RoleSessionName: "story" }));
const session = new STSClient({ credentials: { accessKeyId: Credentials.AccessKeyId,
  secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken } });
saw.session = (await session.send(new GetCallerIdentityCommand({}))).Account === workload.accountId;

// 5. the way back, in the wrong order and then in the documented one
const disableAccess = new DisableAWSServiceAccessCommand({ ServicePrincipal: IPAM });
saw.disableTooEarly = await refusal(organizations.send(disableAccess));
saw.roleInUse = await deleteRole(network.accountId);
await networkEc2.send(new DeleteIpamCommand({ IpamId: Ipam.IpamId }));
saw.removed = (await ec2.send(new DisableIpamOrganizationAdminAccountCommand(designate))).Success;
saw.disabled = await refusal(organizations.send(disableAccess));
saw.deletions = await Promise.all(everyone.map(deleteRole));
saw.rolesAtLast = await Promise.all(everyone.map(hasRole));
console.log(JSON.stringify(saw));
