//! The OpenAPI document. The router and the document are made from the same handlers, so that
//! neither can have an endpoint that the other has not.
//!
//! A handler says what is its own; what follows from the kind of request (who must be signed in,
//! which headers an unsafe one needs, which problems it can end in) is added here for all alike.

use crate::{app::App, routes};
use contract::{
    activity::Entry,
    event::{Changed, EventKind, Gone},
    headers,
    invitation::Invitation,
    member::Member,
    problem::{Problem, ProblemKind},
    workgroup::Workgroup,
};
use utoipa::{
    OpenApi,
    openapi::{
        ContentBuilder, HeaderBuilder, ObjectBuilder, Ref, RefOr, Required, ResponseBuilder, Schema,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem},
        schema::{ArrayItems, Type},
        security::{ApiKey, ApiKeyValue, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

#[derive(OpenApi)]
#[openapi(
    info(title = "Workgroups", description = include_str!("openapi.md"), version = "1"),
    components(schemas(
        Problem, EventKind, Gone, Changed<Workgroup>, Changed<Member>, Changed<Invitation>, Changed<Entry>
    )),
    tags(
        (name = "session", description = "Who is signed in."),
        (name = "sign-in", description = "Ways to sign in. Which of them a backend offers is in the 401 of the session; a page assumes none."),
        (name = "people", description = "The agents of a workgroup, and who is invited."),
        (name = "invited", description = "Invitations as the invited person sees and answers them. A token comes in a body, never in a path."),
        (name = "activity", description = "What was done in a workgroup, for good: nothing of it is ever changed."),
        (name = "events", description = "What changes while somebody looks."),
        (name = "workgroups", description = "Workgroups are security boundaries: another workgroup's record answers 404, as an unknown one does."),
    ),
)]
struct Document;

/// The API's routes, with their document.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(routes::session::read, routes::session::end))
        .routes(routes!(routes::sign_in::request))
        .routes(routes!(routes::sign_in::with_code))
        .routes(routes!(routes::sign_in::with_link))
        .routes(routes!(routes::sign_in::as_sample))
        .routes(routes!(routes::workgroups::list, routes::workgroups::create))
        .routes(routes!(routes::workgroup::read, routes::workgroup::patch, routes::workgroup::delete))
        .routes(routes!(routes::preferences::set))
        .routes(routes!(routes::agents::list))
        .routes(routes!(routes::agents::read, routes::agents::patch))
        .routes(routes!(routes::invitations::list, routes::invitations::invite))
        .routes(routes!(routes::invitations::preview))
        .routes(routes!(routes::invitation::read, routes::invitation::patch))
        .routes(routes!(routes::invitation::resend))
        .routes(routes!(routes::invitation::revoke))
        .routes(routes!(routes::invitation::link))
        .routes(routes!(routes::invitation::timeline))
        .routes(routes!(routes::invited::list))
        .routes(routes!(routes::invited::look_up))
        .routes(routes!(routes::invited::accept))
        .routes(routes!(routes::invited::decline))
        .routes(routes!(routes::invited::ask_again))
        .routes(routes!(routes::invited::ask_for_me))
        .routes(routes!(routes::activity::list))
        .routes(routes!(routes::activity::table))
        .routes(routes!(routes::events::follow))
}

/// The document, as it is committed.
///
/// # Panics
/// Never: the document is made of text.
#[must_use]
pub fn document() -> String {
    let mut document = routes().into_openapi();
    for item in document.paths.paths.values_mut() {
        for (safe, operation) in operations(item) {
            complete(operation, safe);
        }
    }
    let cookie = ApiKeyValue::with_description(
        crate::extract::cookie_name(false),
        "The session's cookie, set by signing in: Secure, HttpOnly, SameSite=Lax, Path=/. \
         In local mode, which has no https, it is called `session`. A backend on another origin may ask for a bearer token instead.",
    );
    let components = document.components.get_or_insert_default();
    components.security_schemes.insert("session".to_owned(), SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    components.schemas.iter_mut().for_each(|(name, schema)| correct(name, schema));
    if let Some(RefOr::T(Schema::Object(kinds))) = components.schemas.get_mut("ProblemKind") {
        // The derive does not see the names, which a macro of the contract passes on.
        kinds.enum_values = Some(ProblemKind::ALL.iter().filter_map(|kind| serde_json::to_value(kind).ok()).collect());
    }
    let mut text = document.to_pretty_json().expect("a document of text is JSON");
    text.push('\n');
    text
}

/// Puts right what derives cannot know: nobody sends `unknown`, which is how a reader takes what
/// it does not know; the items of a list and the records of events are schemas of their own; and an
/// invitation is named by exactly one member.
fn correct(name: &str, schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else { return };
    if let Some(values) = &mut object.enum_values {
        values.retain(|value| value != "unknown");
    }
    if let (Some(item), Some(RefOr::T(Schema::Array(items)))) =
        (name.strip_prefix("List_"), object.properties.get_mut("items"))
    {
        items.items = ArrayItems::RefOrSchema(Box::new(Ref::from_schema_name(item).into()));
    }
    if let Some(record) = name.strip_prefix("Changed_") {
        object.properties.insert("record".to_owned(), Ref::from_schema_name(record).into());
    }
    if name == "InvitationKey" {
        (object.min_properties, object.max_properties) = (Some(1), Some(1));
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    [
        (true, item.get.as_mut()),
        (false, item.post.as_mut()),
        (false, item.put.as_mut()),
        (false, item.patch.as_mut()),
        (false, item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(safe, operation)| operation.map(|operation| (safe, operation)))
}

fn complete(operation: &mut Operation, safe: bool) {
    let kinds = kinds(operation, safe);
    if !safe {
        let description = "Shows that the request comes from a page that asked first.";
        operation.parameters.get_or_insert_default().push(header_parameter(
            "X-Workgroups-Client",
            description,
            headers::CLIENT_VALUE,
        ));
    }
    operation.parameters.iter_mut().flatten().for_each(narrow);
    for kind in kinds {
        add_problem(operation, kind);
    }
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        let id = HeaderBuilder::new().description(Some("The id of the answer, for a person to quote."));
        response.headers.insert("X-Request-Id".to_owned(), id.build());
    }
}

/// Says what the headers that several operations take have to be.
fn narrow(parameter: &mut Parameter) {
    let pattern = match parameter.name.as_str() {
        "Idempotency-Key" => "^[A-Za-z0-9_-]{1,64}$",
        "If-Match" => r#"^"(0|[1-9][0-9]*)"$"#,
        _ => return,
    };
    if let Some(RefOr::T(Schema::Object(text))) = &mut parameter.schema {
        text.pattern = Some(pattern.to_owned());
    }
}

/// The problems that an operation can end in.
fn kinds(operation: &Operation, safe: bool) -> Vec<ProblemKind> {
    use ProblemKind as K;
    let has = |name: &str| operation.parameters.iter().flatten().any(|p: &Parameter| p.name == name);
    let queries = operation.parameters.iter().flatten().any(|p| p.parameter_in == ParameterIn::Query);
    let tagged = |tag: &str| operation.tags.iter().flatten().any(|t| t == tag);
    let mut kinds = Vec::new();
    let mut when = |condition: bool, more: &[K]| kinds.extend(more.iter().filter(|_| condition));
    when(queries, &[K::MalformedRequest]);
    when(operation.request_body.is_some(), &[K::MalformedBody, K::TooLarge, K::UnsupportedMediaType, K::InvalidInput]);
    when(has("Idempotency-Key"), &[K::IdempotencyKeyMissing, K::IdempotencyInProgress, K::IdempotencyKeyReused]);
    when(operation.security.is_some(), &[K::Unauthenticated]);
    when(!safe, &[K::ForeignOrigin]);
    when(has("If-Match"), &[K::Forbidden, K::StaleVersion, K::PreconditionRequired]);
    when(has("workgroup"), &[K::NotFound]);
    when(tagged("sign-in"), &[K::TooManyRequests]);
    when(tagged("invited") && !safe, &[K::TooManyRequests]);
    match operation.operation_id.as_deref() {
        Some("createWorkgroup" | "listInvitations" | "readInvitation" | "readInvitationTimeline") => {
            when(true, &[K::Forbidden])
        }
        Some("inviteAgents" | "previewInvitations") => when(true, &[K::Forbidden, K::TooManyRequests]),
        Some("followEvents") => when(true, &[K::TooManyRequests]),
        Some("resendInvitation") => when(true, &[K::Forbidden, K::InvitationEnded, K::TooManyRequests]),
        Some("revokeInvitation" | "readInvitationLink") => when(true, &[K::Forbidden, K::InvitationEnded]),
        Some("patchInvitation") => when(true, &[K::InvitationEnded]),
        Some("lookUpInvitation") => when(true, &[K::Unauthenticated, K::NotFound]),
        Some("acceptInvitation" | "declineInvitation") => {
            when(true, &[K::WrongAccount, K::NotFound, K::InvitationEnded]);
        }
        Some("signInWithCode" | "signInWithLink") => when(true, &[K::SignInEnded]),
        Some("signInAsSample") => when(true, &[K::NotFound]),
        _ => {}
    }
    when(true, &[K::Internal, K::Unavailable]);
    kinds
}

/// Adds a kind to the response of its status.
fn add_problem(operation: &mut Operation, kind: ProblemKind) {
    let name = serde_json::to_value(kind).unwrap_or_default();
    let line = format!("{}: `{}`", kind.title(), name.as_str().unwrap_or_default());
    let response = operation.responses.responses.entry(kind.status().to_string()).or_insert_with(|| {
        let schema = Ref::from_schema_name("Problem");
        let content = ContentBuilder::new().schema(Some(schema)).build();
        RefOr::T(ResponseBuilder::new().content(headers::PROBLEM, content).build())
    });
    let RefOr::T(response) = response else { return };
    if !response.description.is_empty() {
        response.description.push_str("; ");
    }
    response.description.push_str(&line);
    if matches!(kind, ProblemKind::TooManyRequests | ProblemKind::Unavailable | ProblemKind::IdempotencyInProgress) {
        let seconds = HeaderBuilder::new().description(Some("In how many seconds to try again.")).build();
        response.headers.insert("Retry-After".to_owned(), seconds);
    }
}

fn header_parameter(name: &str, description: &str, value: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).enum_values(Some([value])).build()))
        .build()
}
