"""Why fields of safety plans are stored in clear. What a plan says never is."""

_LINK = "identifier: structure"

PLAIN = {
    "safety_plans.SafetyPlan": {"case": _LINK},
    "safety_plans.PlanVersion": {
        "plan": _LINK,
        "number": "order of the versions",
        "written_on": "day: order, and when the next is due",
        "written_by": "identifier of who wrote",
        "written_with_survivor": "says how it was written, not what",
    },
    "safety_plans.PlanItem": {
        "version_of_plan": _LINK,
        "case": _LINK,
        "section_code": "heading that the item stands under",
        "position": "order",
    },
}
