"""Why each field of background work is stored in clear."""

PLAIN = {
    "jobs.Job": {
        "id": "identifier",
        "organisation_id": "identifier: which organisation the work is for",
        "task": "code: the name of a function",
        "arguments": "identifiers and codes only; jobs.arguments refuses free text",
        "state": "state of the work, needed to take jobs from the queue",
        "progress_done": "count of steps",
        "progress_total": "count of steps",
        "attempts": "count of runs",
        "requested_by": "identifier of the person who asked",
        "dedupe": "code: equal work is queued once",
        "failure": "words from the code, never data",
        "queued_at": "time: order of the queue",
        "not_before": "time: order of the queue",
        "sent_at": "time: messages that were lost are sent again",
        "started_at": "time: shown as progress",
        "lease_until": "time: work of a lost worker is taken again",
        "finished_at": "time: shown as progress, decides when the row is removed",
    },
    "jobs.PeriodicRun": {
        "code": "code: the name of a periodic job",
        "last_run_at": "time: decides when the job is due",
    },
}
