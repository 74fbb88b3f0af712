//! The successful responses of an operation, of which the status decides which it is.

use super::{Shape, Site};

/// The successful responses of an operation.
#[derive(Debug, Clone)]
pub struct Success<S = Site> {
    /// `200`, `2XX`, `DEFAULT`, each with the index of its body.
    pub statuses: Vec<(String, usize)>,
    /// The different bodies.
    pub bodies: Vec<SuccessBody<S>>,
    /// The name of the union of the bodies, once it has one.
    pub union: Option<String>,
}

/// The body of a successful response.
#[derive(Debug, Clone, PartialEq)]
pub enum SuccessBody<S = Site> {
    Empty,
    Json(S),
    Text,
    Bytes,
}

impl<S> Success<S> {
    /// Returns the body of all responses that have one. `None` if there is none, or if the statuses have different ones.
    pub fn only(&self) -> Option<&SuccessBody<S>> {
        let mut bodies = self.bodies.iter();
        let mut bodies = bodies
            .by_ref()
            .filter(|it| !matches!(it, SuccessBody::Empty));
        match (bodies.next(), bodies.next()) {
            (only, None) => only,
            _ => None,
        }
    }

    /// Returns the schema of the only body, if that is JSON.
    pub fn schema(&self) -> Option<&S> {
        match self.only() {
            Some(SuccessBody::Json(schema)) => Some(schema),
            _ => None,
        }
    }

    /// Returns the schema of the JSON body of a status.
    pub fn schema_of(&self, status: &str) -> Option<&S> {
        let (_, index) = self.statuses.iter().find(|(known, _)| known == status)?;
        match self.bodies.get(*index)? {
            SuccessBody::Json(schema) => Some(schema),
            _ => None,
        }
    }

    /// Returns whether some of the statuses have no body.
    pub fn has_empty(&self) -> bool {
        self.bodies
            .iter()
            .any(|it| matches!(it, SuccessBody::Empty))
    }

    /// Returns the success with its schemas in another form.
    pub fn map<T>(self, read: &mut impl FnMut(S) -> T) -> Success<T> {
        let bodies = self.bodies.into_iter();
        Success {
            statuses: self.statuses,
            bodies: bodies.map(|body| body.map(read)).collect(),
            union: self.union,
        }
    }

    /// Returns the schemas of all JSON bodies.
    pub fn schemas(&self) -> impl Iterator<Item = &S> {
        self.bodies.iter().filter_map(|body| match body {
            SuccessBody::Json(schema) => Some(schema),
            _ => None,
        })
    }

    /// Returns the schemas of all JSON bodies, each with the first of its statuses.
    pub fn schemas_mut(&mut self) -> impl Iterator<Item = (&str, &mut S)> {
        let statuses = &self.statuses;
        self.bodies
            .iter_mut()
            .enumerate()
            .filter_map(move |(index, body)| match body {
                SuccessBody::Json(schema) => {
                    let status = statuses.iter().find(|(_, body)| *body == index);
                    Some((status.map_or("", |(status, _)| status), schema))
                }
                _ => None,
            })
    }
}

impl<S> SuccessBody<S> {
    fn map<T>(self, read: &mut impl FnMut(S) -> T) -> SuccessBody<T> {
        match self {
            Self::Empty => SuccessBody::Empty,
            Self::Json(schema) => SuccessBody::Json(read(schema)),
            Self::Text => SuccessBody::Text,
            Self::Bytes => SuccessBody::Bytes,
        }
    }
}

/// The successes of an operation whose statuses have different bodies.
#[derive(Debug, Clone)]
pub struct SuccessUnion {
    pub name: String,
    /// The operation's id.
    pub operation: String,
    /// The index of a variant is its number.
    pub variants: Vec<SuccessVariant>,
}

/// One body of a success.
#[derive(Debug, Clone)]
pub struct SuccessVariant {
    pub name: String,
    /// The statuses as documented.
    pub statuses: Vec<String>,
    pub body: SuccessBody<Shape>,
}
