"""The form of every kind of step."""

from workflows.forms.base import StepForm
from workflows.forms.beginning import ConsultForm, InformForm, ScreenForm
from workflows.forms.consenting import RecordConsentForm
from workflows.forms.following import AfterForm, CloseForm, FollowUpForm, SettleForm
from workflows.forms.inviting import AnswerForm, InviteForm
from workflows.forms.mapping import MapForm, ReviewForm
from workflows.forms.meeting import CallMeetingForm, HoldMeetingForm
from workflows.forms.planning import ApproveForm, DraftPlanForm

FORMS: dict[str, type[StepForm]] = {
    form.kind: form
    for form in (
        ConsultForm,
        InformForm,
        RecordConsentForm,
        ScreenForm,
        InviteForm,
        AnswerForm,
        MapForm,
        ReviewForm,
        CallMeetingForm,
        HoldMeetingForm,
        DraftPlanForm,
        ApproveForm,
        FollowUpForm,
        CloseForm,
        SettleForm,
        AfterForm,
    )
}
