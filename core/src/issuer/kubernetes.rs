//! Kubernetes service accounts: on EKS, GKE, AKS, and clusters with issuers of their own.

use super::subject::Shape;
use super::{ClaimNote, Profile, SubjectField, UNKNOWN, reclaimable, transient};

/// One for all: the subject of a service account, which names a namespace and an account in it.
/// <https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/>
const KUBERNETES: Profile = Profile {
    name: "Kubernetes",
    workload: "Kubernetes pod",
    source: "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/",
    subjects: &["system:serviceaccount:<namespace>:<service account>"],
    fields: FIELDS,
    claims: CLAIMS,
    ..UNKNOWN
};

const FIELDS: &[SubjectField] = &[
    SubjectField::name(
        "namespace",
        "k8s.wrong-namespace-or-sa",
        "the role trusts a service account of another namespace, which is a boundary of trust",
    )
    .shaped(Shape::Without(":/")),
    SubjectField::name(
        "service account",
        "k8s.wrong-namespace-or-sa",
        "the role trusts another service account of the same namespace",
    ),
];

const CLAIMS: &[ClaimNote] = &[
    ClaimNote {
        claim: "iss",
        meaning: "The cluster that minted the token.",
        stability: super::Stability::Immutable,
    },
    reclaimable(
        "sub",
        "Namespace and service account by name; made anew, they have the same subject.",
    ),
    transient(
        "kubernetes.io",
        "Namespace, pod, node and service account, with the ids that AWS does not look at.",
    ),
    reclaimable(
        "kubernetes.io/serviceaccount/*",
        "What a token of before Kubernetes 1.24 says of itself; such a token never expires.",
    ),
];

pub(super) static EKS: Profile = Profile {
    name: "Amazon EKS",
    workload: "EKS pod",
    default_audience: Some("sts.amazonaws.com"),
    ask_for_audience: Some("eks.amazonaws.com/audience: <audience>"),
    algorithms: &["RS256"],
    source: "https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html",
    issuers: &[
        "oidc.eks.<region>.amazonaws.com/id/<cluster>",
        "oidc.eks.<region>.amazonaws.com.cn/id/<cluster>",
        "oidc-eks.<region>.api.aws/id/<cluster>",
    ],
    ..KUBERNETES
};

pub(super) static GKE: Profile = Profile {
    name: "Google GKE",
    workload: "GKE pod",
    source: "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity",
    issuers: &[
        "container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>",
    ],
    ..KUBERNETES
};

pub(super) static AKS: Profile = Profile {
    name: "Azure AKS",
    workload: "AKS pod",
    default_audience: Some("api://AzureADTokenExchange"),
    algorithms: &["RS256"],
    source: "https://learn.microsoft.com/en-us/azure/aks/workload-identity-overview",
    issuers: &[
        "<region>.oic.prod-aks.azure.com/<tenant>/<cluster>/",
        "<region>.oic.prod-aks.azure.com/<tenant>/<cluster>",
        "oidc.prod-aks.azure.com/<cluster>/",
        "oidc.prod-aks.azure.com/<cluster>",
    ],
    ..KUBERNETES
};

/// Clusters with issuers of their own, and the tokens that secrets hold, which all have one issuer.
pub(super) static OTHER: Profile =
    Profile { issuers: &["kubernetes/serviceaccount"], self_hosted: true, ..KUBERNETES };
