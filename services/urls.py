"""Routes of this floor; who may reach them stands in bacha/policy/services.py."""

from django.urls import path

from common.views import register_urls
from services.views import (
    activities,
    filings,
    filings_many,
    holidays,
    meetings,
    procedures,
    reasons,
    treasury,
)

app_name = "services"

urlpatterns = [
    *register_urls(
        "procedures/offers", name="offer", change=procedures.OfferChange, withdraw=procedures.OfferWithdraw
    ),
    *register_urls(
        "procedures", name="procedure", list=procedures.ProcedureList, create=procedures.ProcedureCreate,
        lookup=procedures.ProcedureLookup, detail=procedures.ProcedureDetail, edit=procedures.ProcedureEdit,
        level=procedures.ProcedureSetLevel, offer=procedures.ProcedureAddUnits, end=procedures.ProcedureEnd,
        history=procedures.ProcedureHistory,
    ),
    path("filings/finish/", filings_many.FinishTogether.as_view(), name="filings-finish"),
    path("filings/table/", filings_many.FilingsTable.as_view(), name="filings-table"),
    path("filings/results/", filings_many.ReturnTogether.as_view(), name="filings-results"),
    *register_urls(
        "filings", name="filing", list=filings.FilingList, create=filings.FilingCreate, detail=filings.FilingDetail,
        edit=filings.FilingEdit, finish=filings.FilingFinish, result=filings.FilingResult,
        supplement=filings.FilingSupplement, answer=filings.FilingAnswer, status=filings.FilingStatusStep,
        history=filings.FilingHistory,
    ),
    *register_urls(
        "reasons", name="reason", list=reasons.ReasonList, create=reasons.ReasonCreate, detail=reasons.ReasonDetail,
        edit=reasons.ReasonEdit, delete=reasons.ReasonDelete, history=reasons.ReasonHistory,
    ),
    *register_urls(
        "treasury", list=treasury.TreasuryList, create=treasury.TreasuryCreate, detail=treasury.TreasuryDetail,
        edit=treasury.TreasuryEdit, confirm=treasury.TreasuryConfirm, history=treasury.TreasuryHistory,
    ),
    *register_urls(
        "activities", name="activity", list=activities.ActivityList, create=activities.ActivityCreate,
        detail=activities.ActivityDetail, edit=activities.ActivityEdit, history=activities.ActivityHistory,
    ),
    *register_urls(
        "meetings", name="meeting", list=meetings.MeetingList, create=meetings.MeetingCreate,
        detail=meetings.MeetingDetail, edit=meetings.MeetingEdit, history=meetings.MeetingHistory,
    ),
    *register_urls(
        "holidays/swaps", name="swap", list=holidays.SwapList, create=holidays.SwapCreate, detail=holidays.SwapDetail,
        edit=holidays.SwapEdit, delete=holidays.SwapDelete, history=holidays.SwapHistory,
    ),
    path("holidays/many/", holidays.HolidayMany.as_view(), name="holiday-many"),
    path("holidays/year/", holidays.CalendarYear.as_view(), name="holiday-year"),
    *register_urls(
        "holidays", name="holiday", list=holidays.HolidayList, create=holidays.HolidayCreate,
        detail=holidays.HolidayDetail, edit=holidays.HolidayEdit, delete=holidays.HolidayDelete,
        history=holidays.HolidayHistory,
    ),
]  # fmt: skip
