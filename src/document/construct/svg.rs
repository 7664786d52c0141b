//! Names of SVG that have capitals (HTML standard 13.2.6.1, "adjust SVG attributes", and 13.2.6.5).
//!
//! In: a name in lower case, as the tokenizer gives it. Out: the name as SVG writes it, if that is another one.

/// Names of elements, in the order of their lower case.
const ELEMENTS: [&str; 37] = [
    "altGlyph",
    "altGlyphDef",
    "altGlyphItem",
    "animateColor",
    "animateMotion",
    "animateTransform",
    "clipPath",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "foreignObject",
    "glyphRef",
    "linearGradient",
    "radialGradient",
    "textPath",
];

/// Names of attributes, in the order of their lower case.
const ATTRIBUTES: [&str; 58] = [
    "attributeName",
    "attributeType",
    "baseFrequency",
    "baseProfile",
    "calcMode",
    "clipPathUnits",
    "diffuseConstant",
    "edgeMode",
    "filterUnits",
    "glyphRef",
    "gradientTransform",
    "gradientUnits",
    "kernelMatrix",
    "kernelUnitLength",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "numOctaves",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "requiredExtensions",
    "requiredFeatures",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "textLength",
    "viewBox",
    "viewTarget",
    "xChannelSelector",
    "yChannelSelector",
    "zoomAndPan",
];

pub(super) fn element_name(lower: &str) -> Option<&'static str> {
    adjusted(&ELEMENTS, lower)
}

pub(super) fn attribute_name(lower: &str) -> Option<&'static str> {
    adjusted(&ATTRIBUTES, lower)
}

fn adjusted(names: &[&'static str], lower: &str) -> Option<&'static str> {
    let found = names.binary_search_by(|name| name.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(lower.bytes()));
    found.ok().and_then(|at| names.get(at)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        for name in ELEMENTS {
            assert_eq!(element_name(&name.to_ascii_lowercase()), Some(name));
        }
        for name in ATTRIBUTES {
            assert_eq!(attribute_name(&name.to_ascii_lowercase()), Some(name));
        }
        assert_eq!(element_name("g"), None);
        assert_eq!(attribute_name("viewboxes"), None);
    }
}
