"""What nobody looked into in time is told to one person more, each day that it stays open."""

import datetime

from accounts.models import ReviewItem
from accounts.reviews import queue, services

EVERY = datetime.timedelta(days=1)


def escalate(*, now: datetime.datetime) -> int:
    """Tell the next in line of each overdue item; give how many were told.

    One at the deadline, one more each day after it: running it twice tells nobody twice.
    """
    told = 0
    reviewers = queue.reviewers()
    overdue = ReviewItem.objects.overdue_at(now).select_related("about")
    for item in overdue.prefetch_related("notices"):
        notices = list(item.notices.all())
        late = sum(notice.recorded_at > item.due_at for notice in notices)
        if late > (now - item.due_at) // EVERY:
            continue
        knows = {notice.user_id for notice in notices}
        for user in reviewers:
            if user.pk not in knows and queue.may_know(user, item):
                services.tell(item=item, user=user, by=None)
                told += 1
                break
    return told
