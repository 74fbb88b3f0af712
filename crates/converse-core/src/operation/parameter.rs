//! The parameters of an operation: the location of each, and how its value is written.

use super::rule::Rule;

/// One parameter of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name on the wire.
    pub name: &'static str,
    /// Its location.
    pub location: Location,
    /// Whether a call without it is refused.
    pub required: bool,
    /// How its value is written.
    pub style: Style,
    /// Whether the members of an array or object are written one by one.
    pub explode: bool,
    /// Whether reserved characters of its value are sent as they are (RFC 6570, 3.2.3): a query parameter with
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// The rules that its value must satisfy. Checked before anything is sent.
    pub rules: &'static [Rule],
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In its own header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

/// How a parameter's value is written, as OpenAPI names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// `a,b`: paths and headers.
    Simple,
    /// `.a,b`: paths.
    Label,
    /// `;name=a,b`: paths.
    Matrix,
    /// `name=a,b`: queries and cookies.
    Form,
    /// `name=a%20b`: queries.
    SpaceDelimited,
    /// `name=a%7Cb`: queries.
    PipeDelimited,
    /// `name%5Bkey%5D=value`: queries.
    DeepObject,
    /// The value as JSON: a parameter with `content: application/json`.
    Json,
}

impl Parameter {
    /// Returns a variable of the path, which is always required.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Location::Path, Style::Simple).required()
    }

    /// Returns an optional query parameter.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Location::Query, Style::Form)
    }

    /// Returns an optional header.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Location::Header, Style::Simple)
    }

    /// Returns an optional cookie.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Location::Cookie, Style::Form)
    }

    const fn new(name: &'static str, location: Location, style: Style) -> Self {
        let parameter = Self {
            name,
            location,
            required: false,
            style,
            explode: false,
            allow_reserved: false,
            rules: &[],
        };
        parameter.style(style)
    }

    /// Refuses a call without the parameter.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets how the value is written, and `explode` to OpenAPI's default for the style.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self.explode = matches!(style, Style::Form);
        self
    }

    /// Sets whether the members of an array or object are written one by one.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sends reserved characters of the value as they are.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Sets the rules that the value must satisfy.
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }
}
